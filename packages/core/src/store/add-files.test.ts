import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { fileModes } from "../fs/file-modes.ts";
import { addFiles } from "./add-files.ts";
import { objectPath } from "./object-store.ts";
import { makeStoreFixture, oidOf, readObject, rowsOf } from "./testing/store-fixture.ts";

test("addFiles() stores each content once, read-only, under its digest", async () => {
  using folder = makeStoreFixture();
  const paths = [folder.write("a", "foo"), folder.write("b", "foo"), folder.write("c", "")];
  const digests = await addFiles(folder.store, paths);
  expect(rowsOf(digests).map((row) => [row?.oid, row?.sizeBytes])).toEqual([
    [oidOf("foo"), 3],
    [oidOf("foo"), 3],
    [oidOf(""), 0],
  ]);
  expect(readObject(folder.store, oidOf("foo"))).toEqual({ content: "foo", mode: 0o444 });
  expect(readObject(folder.store, oidOf(""))).toEqual({ content: "", mode: 0o444 });
  expect(folder.list().filter((name) => name.startsWith("cache"))).toHaveLength(2);
  expect(statSync(dirname(objectPath(folder.store, oidOf("foo")))).mode & 0o7777).toBe(fileModes().dir);
});

test("addFiles() tells what stat said of the file, and whether it may be trusted later", async () => {
  using folder = makeStoreFixture();
  const [old, fresh] = [folder.write("old", "1"), folder.write("fresh", "2")];
  utimesSync(old, 1000, 1000.5);
  utimesSync(fresh, 2000, Date.now() / 1000 + 1);
  const [first, second] = rowsOf(await addFiles(folder.store, [old, fresh]));
  const stat = statSync(old, { bigint: true });
  expect(first).toMatchObject({ ino: stat.ino, mtimeNs: stat.mtimeNs, mode: Number(stat.mode), settled: true });
  expect(second).toMatchObject({ settled: false });
});

test("addFiles() stores a large file in one pass and leaves no temporary", async () => {
  using folder = makeStoreFixture();
  const content = Buffer.alloc(3_500_000, "large");
  const [digest] = rowsOf(await addFiles(folder.store, [folder.write("a", content)]));
  expect(digest).toMatchObject({ oid: oidOf(content), sizeBytes: content.length });
  expect(readObject(folder.store, oidOf(content))).toEqual({ content: content.toString(), mode: 0o444 });
  expect(folder.list()).toHaveLength(2);
});

test("addFiles() follows symbolic links and stores the content", async () => {
  using folder = makeStoreFixture();
  folder.write("a", "foo");
  const link = join(folder.path, "link");
  symlinkSync("a", link);
  const [digest] = rowsOf(await addFiles(folder.store, [link], { hardlink: true }));
  expect(digest?.oid).toBe(oidOf("foo"));
  expect(statSync(objectPath(folder.store, oidOf("foo"))).nlink).toBe(1);
});

test("addFiles() never replaces an object that is there", async () => {
  using folder = makeStoreFixture();
  const path = folder.write("a", "foo");
  await addFiles(folder.store, [path]);
  const before = statSync(objectPath(folder.store, oidOf("foo")));
  await addFiles(folder.store, [path]);
  const after = statSync(objectPath(folder.store, oidOf("foo")));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
});

test("addFiles() sets an untrusted wrong object aside and stores the right one", async () => {
  using folder = makeStoreFixture();
  const name = `cache/files/md5/${oidOf("foo").slice(0, 2)}/${oidOf("foo").slice(2)}`;
  chmodSync(folder.write(name, "WRONG"), 0o644);
  await addFiles(folder.store, [folder.write("a", "foo")]);
  expect(readObject(folder.store, oidOf("foo"))).toEqual({ content: "foo", mode: 0o444 });
  expect(readFileSync(join(folder.store.dir, ".corrupt", `${oidOf("foo")}.1`), "utf8")).toBe("WRONG");
});

test("addFiles() hard-links when asked to, but not empty files", async () => {
  using folder = makeStoreFixture();
  const [a, empty] = [folder.write("a", "foo"), folder.write("empty", "")];
  await addFiles(folder.store, [a, empty], { hardlink: true });
  expect(statSync(objectPath(folder.store, oidOf("foo"))).ino).toBe(statSync(a).ino);
  expect(statSync(a).mode & 0o777).toBe(0o444);
  expect(statSync(objectPath(folder.store, oidOf(""))).nlink).toBe(1);
});

test("addFiles() copies when hard links are asked for across disks", async () => {
  using folder = makeStoreFixture();
  const path = "/dev/shm/lode-test-exdev";
  const large = Buffer.alloc(1_500_000, "x");
  writeFileSync(path, large);
  const [digest] = rowsOf(await addFiles(folder.store, [path], { hardlink: true }));
  execFileSync("rm", [path]);
  expect(digest?.oid).toBe(oidOf(large));
  expect(readObject(folder.store, oidOf(large)).mode).toBe(0o444);
  expect(folder.list()).toHaveLength(1);
});

test("addFiles() gives the group's modes to directories of a shared store", async () => {
  using folder = makeStoreFixture({ shared: "group" });
  await addFiles(folder.store, [folder.write("a", "foo")]);
  expect(statSync(dirname(objectPath(folder.store, oidOf("foo")))).mode & 0o7777).toBe(0o2775);
  expect(statSync(folder.store.dir).mode & 0o7777).toBe(0o2775);
  expect(readObject(folder.store, oidOf("foo")).mode).toBe(0o444);
});

test("addFiles() names the file that is missing or no file, and keeps the others", async () => {
  using folder = makeStoreFixture();
  const path = folder.write("a", "foo");
  const gone = join(folder.path, "gone");
  await expect(addFiles(folder.store, [path, gone])).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: `Cannot read "${gone}": nothing is there`,
  });
  await expect(addFiles(folder.store, [folder.path])).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  expect(existsSync(objectPath(folder.store, oidOf("foo")))).toBe(true);
});

test("addFiles() fails when something stands where the store's directory should be", async () => {
  using folder = makeStoreFixture();
  folder.write("cache/files/md5", "a file");
  await expect(addFiles(folder.store, [folder.write("a", "foo")])).rejects.toMatchObject({ kind: "io" });
});

test("addFiles() says that it was the store that could not be written", async () => {
  using folder = makeStoreFixture();
  const shard = dirname(objectPath(folder.store, oidOf("foo")));
  mkdirSync(dirname(shard), { recursive: true });
  writeFileSync(shard, "no directory");
  const path = folder.write("a", "foo");
  await expect(addFiles(folder.store, [path])).rejects.toMatchObject({
    code: "IO_FAILED",
    message: expect.stringContaining(`Cannot store the content of "${path}"`),
  });
});

test("addFiles() uses threads for many files and keeps their order", async () => {
  using folder = makeStoreFixture();
  const paths = Array.from({ length: 1500 }, (_, i) => folder.write(`many/${i}`, `content ${i}`));
  const progress: number[] = [];
  const onProgress = ({ files }: { files: number }) => void progress.push(files);
  const digests = await addFiles(folder.store, paths, { onProgress });
  expect(digests.oids).toEqual(paths.map((_, i) => oidOf(`content ${i}`)));
  expect(progress.at(-1)).toBe(1500);
  expect(folder.list().filter((name) => name.startsWith("cache"))).toHaveLength(1500);
});

test("addFiles() ends soon when it is cancelled, and leaves only whole objects", async () => {
  using folder = makeStoreFixture();
  const paths = Array.from({ length: 1500 }, (_, i) => folder.write(`many/${i}`, `content ${i}`));
  const control = new AbortController();
  const adding = addFiles(folder.store, paths, { signal: control.signal, onProgress: () => control.abort() });
  await expect(adding).rejects.toMatchObject({ code: "CANCELLED" });
  const objects = folder.list().filter((name) => name.startsWith("cache"));
  expect(objects.length).toBeLessThan(1500);
  expect(objects.every((name) => /\/[0-9a-f]{30}$/.test(name))).toBe(true);
});

test("addFiles() may run several times at once on one store", async () => {
  using folder = makeStoreFixture();
  const paths = Array.from({ length: 600 }, (_, i) => folder.write(`many/${i}`, `content ${i % 300}`));
  await Promise.all([addFiles(folder.store, paths), addFiles(folder.store, [...paths].reverse())]);
  const objects = folder.list().filter((name) => name.startsWith("cache"));
  expect(objects).toHaveLength(300);
  expect(paths.every((_, i) => readObject(folder.store, oidOf(`content ${i % 300}`)).mode === 0o444)).toBe(true);
});

test("addFiles() uses the digest of the store", async () => {
  using folder = makeStoreFixture({ hashName: "md5-dos2unix" });
  const [digest] = rowsOf(await addFiles(folder.store, [folder.write("a", "foo\r\n")]));
  expect(digest?.oid).toBe("d3b07384d113edec49eaa6238ad5ff00");
});

test("addFiles() keeps the bytes of runs apart that take turns in one thread", async () => {
  using folder = makeStoreFixture();
  const contents = ["one", "two", "three"];
  const stores = contents.map((content) => ({ ...folder.store, dir: join(folder.path, "stores", content) }));
  await Promise.all(stores.map((store, i) => addFiles(store, [folder.write(`f${i}`, contents[i] ?? "")])));
  for (const [i, content] of contents.entries()) {
    expect(readObject(stores[i] ?? folder.store, oidOf(content)).content).toBe(content);
  }
});
