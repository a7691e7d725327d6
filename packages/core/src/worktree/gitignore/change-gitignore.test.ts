import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WorktreeFixture } from "../testing/worktree-fixture.ts";
import { addGitignoreLines, removeGitignoreLine } from "./change-gitignore.ts";

test("addGitignoreLines() makes the file, and takes back what it did", () => {
  using fixture = new WorktreeFixture();
  const first = addGitignoreLines([fixture.path("a")], fixture.work);
  const second = addGitignoreLines([fixture.path("[b]")], fixture.work);
  expect(fixture.read(".gitignore")).toBe("/a\n/\\[b\\]\n");
  second.takeBack();
  expect(fixture.read(".gitignore")).toBe("/a\n");
  first.takeBack();
  expect(fixture.read(".gitignore")).toBeUndefined();
});

test("takeBack() leaves a file that was changed meanwhile", () => {
  using fixture = new WorktreeFixture();
  const change = addGitignoreLines([fixture.path("a")], fixture.work);
  fixture.write({ ".gitignore": "/a\nmine\n" });
  change.takeBack();
  expect(fixture.read(".gitignore")).toBe("/a\nmine\n");
});

test("removeGitignoreLine() removes the file with its last line", () => {
  using fixture = new WorktreeFixture();
  fixture.write({ ".gitignore": "/a\n/b\n" });
  expect(removeGitignoreLine(fixture.path("a"), fixture.work)).toBe(fixture.path(".gitignore"));
  expect(fixture.read(".gitignore")).toBe("/b\n");
  expect(removeGitignoreLine(fixture.path("b"), fixture.work)).toBeUndefined();
  expect(removeGitignoreLine(fixture.path("b"), fixture.work)).toBeUndefined();
  expect(fixture.read(".gitignore")).toBeUndefined();
});

test("addGitignoreLines() keeps bytes that are not UTF-8", () => {
  using fixture = new WorktreeFixture();
  writeFileSync(fixture.path(".gitignore"), Buffer.of(0x2f, 0xe9, 0x0a));
  addGitignoreLines([fixture.path("é")], fixture.work);
  removeGitignoreLine(fixture.path("é"), fixture.work);
  expect(fixture.read(".gitignore")).toBe(Buffer.of(0x2f, 0xe9, 0x0a).toString("utf8"));
});

test("addGitignoreLines() writes through a link, but not out of the project", () => {
  using fixture = new WorktreeFixture();
  fixture.write({ ignores: "x\n" });
  symlinkSync("ignores", fixture.path(".gitignore"));
  addGitignoreLines([fixture.path("a")], fixture.work);
  expect(fixture.read("ignores")).toBe("x\n/a\n");
  fixture.replaceByLink(".gitignore", join(fixture.dir, "outside"));
  writeFileSync(join(fixture.dir, "outside"), "");
  expect(() => addGitignoreLines([fixture.path("a")], fixture.work)).toThrow("Cannot edit");
});
