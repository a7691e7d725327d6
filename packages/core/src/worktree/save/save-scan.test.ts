import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LinkType } from "../../fs/link-type.ts";
import { objectPath } from "../../store/object-store.ts";
import { isKnownComplete } from "../digest/completeness.ts";
import { hashScan } from "../digest/hash-scan.ts";
import { recallTree } from "../digest/tree-fact.ts";
import { dirRegion } from "../scan/region.ts";
import { isScan } from "../scan/scan.ts";
import { scanRegion } from "../scan/scan-region.ts";
import { WorktreeFixture } from "../testing/worktree-fixture.ts";

test("saveScan() computes the ids that DVC computes", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: { foo: "foo", bar: "bar" }, order: { a: { b: "1" }, "a.b": "2", "a-": { z: "3" }, B: "4" } });
  expect(await fixture.save("d")).toMatchObject({
    oid: "5ea40360f5b4ec688df672a4db9c17d1.dir",
    sizeBytes: 6,
    files: 2,
  });
  const order = await fixture.save("order");
  expect(order.members.map(({ relpath }) => relpath)).toEqual(["B", "a-/z", "a.b", "a/b"]);
  mkdirSync(fixture.path("empty"));
  expect(await fixture.save("empty")).toMatchObject({ oid: "d751713988987e9331980363e24189ce.dir", files: 0 });
  fixture.write({ unicode: { é: "x", тест: { "😀": "y" } } });
  expect(await fixture.save("unicode")).toMatchObject({ oid: "a5dee3b9389956b9774b45fee8927009.dir" });
});

test("saveScan() remembers what stat says of files that were not statted before they were read", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: { foo: "foo", sub: { bar: "bar" } } });
  fixture.setMtimes("d", 1_000_000_000);
  await fixture.save("d");
  const scan = await scanRegion(dirRegion(fixture.path("d")), { scope: fixture.scope });
  if (!isScan(scan)) throw new Error("nothing was saved");
  expect(recallTree(scan, fixture.memory("d"))).toMatchObject({ files: 2, sizeBytes: 6 });
  const known = fixture.statCache.load(fixture.memory("d").key);
  expect(scan.dirs.map(({ relpath, stats }) => known.get(relpath)?.match(stats))).toEqual([
    ["acbd18db4cc2f85cedef654fccc4a4d8"],
    ["37b51d194a7513e45b56f6524f2d51f2"],
  ]);
});

test("saveScan() stores again what the store has lost", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: { foo: "foo" } });
  const { oid } = await fixture.save("d");
  rmSync(fixture.store.dir, { recursive: true });
  await fixture.save("d");
  expect(statSync(objectPath(fixture.store, oid)).mode & 0o777).toBe(0o444);
  rmSync(fixture.path("d"), { recursive: true });
});

test("saveScan() notices a file that changed since it was saved", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: { foo: "foo", bar: "bar" } });
  const before = await fixture.save("d");
  fixture.write({ d: { foo: "fox" } });
  expect((await fixture.save("d")).oid).not.toBe(before.oid);
  fixture.write({ d: { foo: "foo" } });
  expect((await fixture.save("d")).oid).toBe(before.oid);
});

test("saveScan() follows links to files, replaces them by copies, and passes over links to directories", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ other: { x: "x" }, file: "foo", d: { bar: "bar" } });
  symlinkSync("../file", fixture.path("d/foo"));
  symlinkSync("../other", fixture.path("d/folder"));
  expect(await fixture.save("d")).toMatchObject({ oid: "5ea40360f5b4ec688df672a4db9c17d1.dir" });
  expect(lstatSync(fixture.path("d/foo")).isFile()).toBe(true);
  expect(lstatSync(fixture.path("d/folder")).isSymbolicLink()).toBe(true);
  expect(fixture.read("file")).toBe("foo");
});

test("saveScan() makes copies of files that have other hard links", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: { foo: "foo" } });
  linkSync(fixture.path("d/foo"), fixture.path("twin"));
  await fixture.save("d");
  expect(statSync(fixture.path("d/foo")).nlink).toBe(1);
  expect(fixture.read("twin")).toBe("foo");
});

test.each<LinkType>(["hardlink", "symlink"])("saveScan() links files by %s", async (type) => {
  using fixture = new WorktreeFixture();
  fixture.linkTypes = [type];
  fixture.write({ d: { foo: "foo" }, bar: "bar" });
  const dir = await fixture.save("d");
  const file = await fixture.save("bar");
  const object = objectPath(fixture.store, file.oid);
  expect(statSync(fixture.path("bar")).ino).toBe(statSync(object).ino);
  expect(statSync(object).mode & 0o777).toBe(0o444);
  expect(lstatSync(fixture.path("d/foo")).isSymbolicLink()).toBe(type === "symlink");
  if (type === "symlink") expect(readlinkSync(fixture.path("bar"))).toBe(object);
  expect((await fixture.save("d")).oid).toBe(dir.oid);
});

test("saveScan() gives a single file the mode of new files, and leaves the members of a directory", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: { foo: "foo" }, bar: "bar" });
  chmodSync(fixture.path("d/foo"), 0o755);
  chmodSync(fixture.path("bar"), 0o600);
  await fixture.save("d");
  await fixture.save("bar");
  expect(statSync(fixture.path("d/foo")).mode & 0o777).toBe(0o755);
  expect(statSync(fixture.path("bar")).mode & 0o777).toBe(0o666 & ~process.umask());
});

test("saveScan() refuses a broken link, and a .dvcignore in a directory", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ broken: { a: "a" }, rules: { sub: { ".dvcignore": "x" } } });
  symlinkSync("nowhere", fixture.path("broken/link"));
  await expect(fixture.save("broken")).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  await expect(fixture.save("rules")).rejects.toMatchObject({ code: "IGNORE_FILE_IN_OUTPUT" });
});

test("saveScan() refuses a name that is not UTF-8", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: { a: "a" } });
  const name = Buffer.concat([Buffer.from(join(fixture.path("d"), "x")), Buffer.of(0xff)]);
  mkdirSync(name);
  await expect(fixture.save("d")).rejects.toMatchObject({ code: "NAME_NOT_UTF8" });
  rmSync(name, { recursive: true });
});

test("saveScan() leaves ignored files out", async () => {
  using fixture = new WorktreeFixture();
  const scope = { isIgnored: (name: string) => name === "skip", enter: () => scope };
  fixture.scope = scope;
  fixture.write({ d: { foo: "foo", bar: "bar", skip: { x: "x" } } });
  expect(await fixture.save("d")).toMatchObject({ oid: "5ea40360f5b4ec688df672a4db9c17d1.dir" });
});

test("saveScan() remembers what the store has when one file of many is new, and notices what is lost meanwhile", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: manyFiles() });
  fixture.setMtimes("d", 1_000_000_000);
  await fixture.save("d");
  fixture.write({ d: { new: "new" } });
  const { oid, members } = await fixture.save("d");
  const question = { store: fixture.store, manifestOid: oid, members: members.length, memory: fixture.memory("d") };
  expect(isKnownComplete(question)).toBe(true);
  const [member] = members;
  if (member !== undefined) rmSync(objectPath(fixture.store, member.oid));
  expect(isKnownComplete(question)).toBe(false);
  await fixture.save("d");
  expect(isKnownComplete(question)).toBe(true);
  expect(member !== undefined && statSync(objectPath(fixture.store, member.oid)).isFile()).toBe(true);
});

test("saveScan() stores what was hashed meanwhile without being stored, though the store has all that was saved", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: manyFiles() });
  fixture.setMtimes("d", 1_000_000_000);
  await fixture.save("d");
  fixture.write({ d: { f0: "changed" } });
  fixture.setMtimes("d/f0", 1_000_000_001);
  const scan = await scanRegion(dirRegion(fixture.path("d")), { scope: fixture.scope });
  if (!isScan(scan)) throw new Error("nothing was saved");
  await hashScan(scan, { hashName: "md5", memory: fixture.memory("d"), run: fixture.run });
  fixture.write({ d: { new: "new" } });
  const { members } = await fixture.save("d");
  const changed = members.find(({ relpath }) => relpath === "f0");
  expect(changed !== undefined && readFileSync(objectPath(fixture.store, changed.oid), "utf8")).toBe("changed");
});

test("saveScan() looks at the object of an unchanged file before it replaces the file by a link to it", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ d: manyFiles() });
  fixture.setMtimes("d", 1_000_000_000);
  const [member] = (await fixture.save("d")).members;
  if (member === undefined) throw new Error("nothing was saved");
  const object = objectPath(fixture.store, member.oid);
  chmodSync(object, 0o644);
  writeFileSync(object, "damaged");
  fixture.linkTypes = ["hardlink"];
  fixture.write({ d: { new: "new" } });
  await fixture.save("d");
  expect(readFileSync(fixture.path(`d/${member.relpath}`), "utf8")).toBe("content 0");
});

/** As many as are worth remembering that the store has all of them. */
function manyFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: 1000 }, (_unused, i) => [`f${i}`, `content ${i}`]));
}
