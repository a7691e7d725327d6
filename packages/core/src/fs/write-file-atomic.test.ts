import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTempFolder } from "./testing/temp-folder.ts";
import { writeFileAtomic } from "./write-file-atomic.ts";

test("writeFileAtomic() replaces the content and keeps the mode", () => {
  using folder = makeTempFolder();
  const path = folder.write("a", "old");
  chmodSync(path, 0o640);
  writeFileAtomic(path, "new ünï", { fsync: true });
  expect(readFileSync(path, "utf8")).toBe("new ünï");
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(folder.list()).toEqual(["a"]);
});

test("writeFileAtomic() sets exactly the mode that is asked for", () => {
  using folder = makeTempFolder();
  writeFileAtomic(join(folder.path, "a"), "x", { mode: 0o666 });
  expect(statSync(join(folder.path, "a")).mode & 0o777).toBe(0o666);
});

test("writeFileAtomic() leaves no temporary when it fails", () => {
  using folder = makeTempFolder();
  mkdirSync(join(folder.path, "dir/in"), { recursive: true });
  expect(() => writeFileAtomic(join(folder.path, "dir"), "x")).toThrow('Cannot write "');
  expect(folder.list()).toEqual([]);
});

test("writeFileAtomic() tells why when the folder is missing", () => {
  using folder = makeTempFolder();
  expect(() => writeFileAtomic(join(folder.path, "no/a"), "x")).toThrow(/^Cannot write ".*\/no\/a": nothing is there$/);
});

test("writeFileAtomic() replaces a symbolic link, not the file behind it", () => {
  using folder = makeTempFolder();
  const behind = folder.write("behind", "old");
  symlinkSync(behind, join(folder.path, "link"));
  writeFileAtomic(join(folder.path, "link"), "new");
  expect(readFileSync(behind, "utf8")).toBe("old");
});
