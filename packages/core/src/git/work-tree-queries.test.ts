import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stagePaths } from "./stage-paths.ts";
import { gitFixture } from "./testing/git-fixture.ts";
import { findTracked, isDirty, listUntracked } from "./work-tree-queries.ts";

test("findTracked() knows files and folders of the index, whatever their names", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { "d/e/x": "1", "-dash": "2", "new\nline": "3", "*": "4", größe: "5" });
  await fixture.write("r/d/untracked", "6");
  const asked = ["d", "d/e", "d/e/x", "-dash", "new\nline", "*", "größe", "d/untracked", "d/e/", "nope", ":/d"];
  const expected = new Set(asked.slice(0, 7));
  expect(await findTracked(repo, asked)).toEqual(expected);
  const many = Array.from({ length: 5000 }, (_, i) => `missing-${i}`);
  expect(await findTracked(repo, [...many, ...asked])).toEqual(expected);
});

test("stagePaths() stages new, changed and removed files, their names taken literally", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { gone: "1", "*.txt": "2", "a.txt": "3" });
  await rm(join(fixture.dir, "r/gone"));
  for (const name of ["*.txt", "a.txt", "-n", "new\nline"]) await fixture.write(`r/${name}`, "changed");
  await stagePaths(repo, ["gone", "*.txt", "-n", "new\nline"]);
  const staged = await fixture.git("r", "diff", "--cached", "--name-status", "-z");
  expect(staged.split("\0").filter(Boolean)).toEqual(["M", "*.txt", "A", "-n", "D", "gone", "A", "new\nline"]);
  await stagePaths(repo, []);
  await expect(stagePaths(repo, ["nope"])).rejects.toMatchObject({ code: "GIT_FAILED" });
});

test("isDirty() and listUntracked() tell changes from new files", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a", ".gitignore": "*.log\n" });
  await fixture.write("r/new\nfile", "n");
  await fixture.write("r/d/x.log", "n");
  await fixture.write("r/d/y", "n");
  expect(await isDirty(repo)).toBe(false);
  expect(new Set(await listUntracked(repo))).toEqual(new Set(["new\nfile", "d/y"]));
  await fixture.write("r/a", "changed");
  expect(await isDirty(repo)).toBe(true);
});
