import { renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../checkout/checkout.ts";
import { status } from "../status/status.ts";
import type { RegistryFixture } from "../testing/registry-fixture.ts";
import { committedFixture } from "../testing/tracked-fixture.ts";
import { move } from "./move.ts";

async function moveIn(fixture: RegistryFixture, from: string, to: string) {
  return move(await fixture.open(), { from, to }, fixture.run);
}

async function isClean(fixture: RegistryFixture): Promise<boolean> {
  const { changes } = await status(await fixture.open(), {}, fixture.run);
  return Object.keys(changes).length === 0;
}

function names(fixture: RegistryFixture): readonly string[] {
  return fixture.list("repo").filter((name) => !name.startsWith(".git/") && !name.startsWith(".dvc"));
}

test("move() renames data, .dvc file and the line in .gitignore", async () => {
  const fixture = await committedFixture({ "dir/a": "a" }, "dir");
  const { ino } = statSync(join(fixture.dir, "repo/dir"));
  const { git, ...moved } = await moveIn(fixture, "dir", "folder");
  expect(moved).toEqual({ from: "dir", to: "folder", dvcFile: "folder.dvc" });
  expect(git.changed.toSorted()).toEqual([".gitignore", "dir.dvc", "folder.dvc"]);
  expect(names(fixture)).toEqual([".gitignore", "folder.dvc", "folder/a"]);
  expect(fixture.read("repo/.gitignore")).toBe("/folder\n");
  expect(statSync(join(fixture.dir, "repo/folder")).ino).toBe(ino);
  expect(await isClean(fixture)).toBe(true);
});

test("move() into a directory keeps the name", async () => {
  const fixture = await committedFixture({ foo: "foo", "s/other": "" }, "foo");
  await moveIn(fixture, "foo", "s");
  expect(names(fixture)).toEqual(["s/.gitignore", "s/foo", "s/foo.dvc", "s/other"]);
});

test("move() finishes what a run that was ended early began", async () => {
  const fixture = await committedFixture({ "dir/a": "a" }, "dir");
  const record = fixture.read("repo/dir.dvc")?.replace("path: dir", "path: folder") ?? "";
  fixture.replace("repo/folder.dvc", record);
  await moveIn(fixture, "dir", "folder");
  expect(names(fixture)).toEqual([".gitignore", "folder.dvc", "folder/a"]);
  fixture.replace("repo/last.dvc", record.replace("folder", "last"));
  renameSync(join(fixture.dir, "repo/folder"), join(fixture.dir, "repo/last"));
  await moveIn(fixture, "folder", "last");
  expect(names(fixture)).toEqual([".gitignore", "last.dvc", "last/a"]);
  expect(await isClean(fixture)).toBe(true);
});

test.each([
  ["bar", "PATH_EXISTS"],
  ["folder", "PATH_EXISTS"],
  ["taken", "STAGE_FILE_TAKEN"],
  ["no/foo", "PATH_NOT_FOUND"],
  ["../foo", "OUTPUT_OUTSIDE"],
  ["foo.dvc", "TARGET_INVALID"],
  ["foo", "PATH_EXISTS"],
])("move() to %s changes nothing", async (to, code) => {
  const fixture = await committedFixture({ foo: "foo", taken: "taken" }, "foo", "taken");
  fixture.replace("repo/bar", "mine");
  fixture.replace("repo/folder/foo", "mine");
  fixture.remove("repo/taken");
  const before = names(fixture);
  const attempt = moveIn(fixture, "foo", to);
  await expect(attempt).rejects.toMatchObject({ code });
  expect(names(fixture)).toEqual(before);
  expect([fixture.read("repo/bar"), fixture.read("repo/folder/foo")]).toEqual(["mine", "mine"]);
  expect(fixture.read("repo/.gitignore")).toBe("/foo\n/taken\n");
});

test("move() of data that are not here moves their record", async () => {
  const fixture = await committedFixture({ foo: "foo" }, "foo");
  fixture.remove("repo/foo");
  await moveIn(fixture, "foo", "bar");
  expect(fixture.messages).toEqual(["'foo' missing"]);
  await checkout(await fixture.open(), {}, fixture.run);
  expect(names(fixture)).toEqual([".gitignore", "bar", "bar.dvc"]);
});

test("move() leaves data that were modified as they are, saved and reported as modified", async () => {
  const fixture = await committedFixture({ foo: "foo" }, "foo");
  fixture.replace("repo/foo", "changed");
  const before = fixture.read("repo/foo.dvc");
  await moveIn(fixture, "foo", "bar");
  expect(fixture.read("repo/bar.dvc")).toBe(before?.replace("foo", "bar"));
  expect(fixture.read("repo/bar")).toBe("changed");
  expect(await isClean(fixture)).toBe(false);
  await checkout(await fixture.open(), {}, fixture.run);
  expect(fixture.read("repo/bar")).toBe("foo");
});

test("move() says what a .dvc file tracks when that is named instead", async () => {
  const fixture = await committedFixture({ foo: "foo" }, "foo");
  const attempt = moveIn(fixture, "foo.dvc", "bar.dvc");
  await expect(attempt).rejects.toMatchObject({ code: "OUTPUT_NOT_FOUND", hint: "Move what it tracks: 'foo'." });
});
