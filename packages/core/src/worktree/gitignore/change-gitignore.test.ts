import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WorktreeFixture } from "../testing/worktree-fixture.ts";
import { addGitignoreLine, removeGitignoreLine } from "./change-gitignore.ts";

test("addGitignoreLine() makes the file, and takes back what it did", () => {
  using fixture = new WorktreeFixture();
  const first = addGitignoreLine(fixture.path("a"));
  const second = addGitignoreLine(fixture.path("[b]"));
  expect(fixture.read(".gitignore")).toBe("/a\n/\\[b\\]\n");
  second.takeBack();
  expect(fixture.read(".gitignore")).toBe("/a\n");
  first.takeBack();
  expect(fixture.read(".gitignore")).toBeUndefined();
});

test("takeBack() leaves a file that was changed meanwhile", () => {
  using fixture = new WorktreeFixture();
  const change = addGitignoreLine(fixture.path("a"));
  fixture.write({ ".gitignore": "/a\nmine\n" });
  change.takeBack();
  expect(fixture.read(".gitignore")).toBe("/a\nmine\n");
});

test("removeGitignoreLine() removes the file with its last line", () => {
  using fixture = new WorktreeFixture();
  fixture.write({ ".gitignore": "/a\n/b\n" });
  expect(removeGitignoreLine(fixture.path("a"))).toBe(fixture.path(".gitignore"));
  expect(fixture.read(".gitignore")).toBe("/b\n");
  expect(removeGitignoreLine(fixture.path("b"))).toBeUndefined();
  expect(removeGitignoreLine(fixture.path("b"))).toBeUndefined();
  expect(fixture.read(".gitignore")).toBeUndefined();
});

test("addGitignoreLine() keeps bytes that are not UTF-8", () => {
  using fixture = new WorktreeFixture();
  writeFileSync(fixture.path(".gitignore"), Buffer.of(0x2f, 0xe9, 0x0a));
  addGitignoreLine(fixture.path("é"));
  removeGitignoreLine(fixture.path("é"));
  expect(fixture.read(".gitignore")).toBe(Buffer.of(0x2f, 0xe9, 0x0a).toString("utf8"));
});
