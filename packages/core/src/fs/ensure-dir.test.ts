import { statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureDir } from "./ensure-dir.ts";
import { realDirsBelow } from "./ensure-real-dirs.ts";
import { fileModes } from "./file-modes.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("ensureDir() gives the group's modes to what it creates only", () => {
  using folder = makeTempFolder();
  const before = statSync(folder.path).mode;
  ensureDir(join(folder.path, "a/b/c"), fileModes("group"));
  ensureDir(join(folder.path, "a/b/c"), fileModes("group"));
  expect(statSync(join(folder.path, "a/b")).mode & 0o7777).toBe(0o2775);
  expect(statSync(join(folder.path, "a/b/c")).mode & 0o7777).toBe(0o2775);
  expect(statSync(folder.path).mode).toBe(before);
});

test("ensureDir() accepts a link to a directory and refuses a file", () => {
  using folder = makeTempFolder();
  ensureDir(join(folder.path, "real"));
  symlinkSync("real", join(folder.path, "link"));
  ensureDir(join(folder.path, "link/sub"));
  const file = folder.write("file", "x");
  expect(() => ensureDir(file)).toThrow("something is there already");
  expect(() => ensureDir(join(file, "sub"))).toThrow("a part of the path is not a directory");
});

test("realDirsBelow() creates directories but goes through no link below the root", () => {
  using folder = makeTempFolder();
  ensureDir(join(folder.path, "outside"));
  ensureDir(join(folder.path, "root"));
  symlinkSync("../outside", join(folder.path, "root/link"));
  folder.write("root/file", "x");
  const ensure = realDirsBelow(join(folder.path, "root"));
  ensure("a/b");
  expect(statSync(join(folder.path, "root/a/b")).isDirectory()).toBe(true);
  expect(() => ensure("link")).toThrow("a symbolic link is there");
  expect(() => ensure("link/deep")).toThrow("a symbolic link is there");
  expect(() => ensure("file/deep")).toThrow("a file is there");
});
