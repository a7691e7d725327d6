import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { DiskTree } from "./disk-tree.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("DiskTree lists names with their kinds and does not follow links", async () => {
  using folder = makeTempFolder();
  folder.write("dir/file", "x");
  symlinkSync("file", join(folder.path, "dir/link"));
  mkdirSync(join(folder.path, "dir/sub"));
  const tree = new DiskTree(folder.path);
  const entries = [...((await tree.list("dir")) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(entries).toEqual([
    { name: "file", kind: "file" },
    { name: "link", kind: "link" },
    { name: "sub", kind: "dir" },
  ]);
  expect(await tree.list("")).toEqual([{ name: "dir", kind: "dir" }]);
});

test("DiskTree gives undefined for what is not there, broken, or of the wrong kind", async () => {
  using folder = makeTempFolder();
  folder.write("file", "x");
  symlinkSync("nowhere", join(folder.path, "broken"));
  const tree = new DiskTree(folder.path);
  expect(await tree.list("file")).toBeUndefined();
  expect(await tree.list("none")).toBeUndefined();
  expect(await tree.stat("file/below")).toBeUndefined();
  expect(await tree.stat("broken")).toBeUndefined();
  expect(await tree.readBytes("")).toBeUndefined();
  expect(await tree.readBytes("none")).toBeUndefined();
  expect(await tree.openRead("")).toBeUndefined();
});

test("DiskTree reads a range, its end excluded", async () => {
  using folder = makeTempFolder();
  folder.write("file", "0123456789");
  const tree = new DiskTree(folder.path);
  const read = async (start: number, end?: number) => {
    const stream = await tree.openRead("file", end === undefined ? { start } : { start, end });
    return stream === undefined ? undefined : (await buffer(stream)).toString();
  };
  expect([await read(2, 5), await read(7), await read(3, 3), await read(20)]).toEqual(["234", "789", "", ""]);
});

test("DiskTree tells executables and refuses to read a pipe instead of blocking", async () => {
  using folder = makeTempFolder();
  chmodSync(folder.write("run", "x"), 0o755);
  execFileSync("mkfifo", [join(folder.path, "pipe")]);
  const tree = new DiskTree(folder.path);
  expect(await tree.stat("run")).toEqual({ kind: "file", sizeBytes: 1, executable: true });
  expect((await tree.stat("pipe"))?.kind).toBe("other");
  expect(await tree.readBytes("pipe")).toBeUndefined();
});
