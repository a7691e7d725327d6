import { chmodSync, existsSync, linkSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addFiles } from "./add-files.ts";
import { findMissing } from "./find-missing.ts";
import { listObjects } from "./list-objects.ts";
import { objectPath } from "./object-store.ts";
import { putBytes } from "./put-bytes.ts";
import { removeObjects } from "./remove-objects.ts";
import { makeStoreFixture, oidOf } from "./testing/store-fixture.ts";

function nameOf(content: string): string {
  return `cache/files/md5/${oidOf(content).slice(0, 2)}/${oidOf(content).slice(2)}`;
}

test("findMissing() gives each missing object once, in order; a store without a directory is empty", async () => {
  using folder = makeStoreFixture();
  const [a, b, c] = [oidOf("a"), oidOf("b"), oidOf("c")];
  expect(await findMissing(folder.store, [c, a, c])).toEqual([c, a]);
  await addFiles(folder.store, [folder.write("b", "b")]);
  expect(await findMissing(folder.store, [c, b, a])).toEqual([c, a]);
});

test("findMissing() trusts mode 0444 without reading, as DVC does", async () => {
  using folder = makeStoreFixture();
  chmodSync(folder.write(nameOf("foo"), "other"), 0o444);
  expect(await findMissing(folder.store, [oidOf("foo")])).toEqual([]);
});

test("findMissing() hashes an object of another mode and protects it", async () => {
  using folder = makeStoreFixture();
  chmodSync(folder.write(nameOf("foo"), "foo"), 0o644);
  expect(await findMissing(folder.store, [oidOf("foo")])).toEqual([]);
  expect(statSync(objectPath(folder.store, oidOf("foo"))).mode & 0o777).toBe(0o444);
});

test("findMissing() takes the name from a wrong object and keeps its only copy", async () => {
  using folder = makeStoreFixture();
  for (const n of [1, 2]) {
    folder.write(nameOf("foo"), `edit ${n}`);
    expect(await findMissing(folder.store, [oidOf("foo")])).toEqual([oidOf("foo")]);
    expect(existsSync(objectPath(folder.store, oidOf("foo")))).toBe(false);
    expect(readFileSync(join(folder.store.dir, `.corrupt/${oidOf("foo")}.${n}`), "utf8")).toBe(`edit ${n}`);
  }
  expect([...listObjects(folder.store)]).toEqual([]);
});

test("findMissing() deletes a wrong object that another hard link keeps", async () => {
  using folder = makeStoreFixture();
  const path = folder.write(nameOf("foo"), "edited in the workspace");
  linkSync(path, join(folder.path, "workspace"));
  expect(await findMissing(folder.store, [oidOf("foo")])).toEqual([oidOf("foo")]);
  expect(folder.list()).toEqual(["workspace"]);
});

test("findMissing() finds the same with listings as with stats", async () => {
  using folder = makeStoreFixture();
  const contents = Array.from({ length: 2500 }, (_, i) => `content ${i}`);
  const stored = contents.filter((_, i) => i % 5 === 0).map((content) => folder.write(nameOf(content), content));
  for (const path of stored) chmodSync(path, 0o444);
  const expected = contents.filter((_, i) => i % 5 !== 0).map((content) => oidOf(content));
  const oids = contents.map((content) => oidOf(content));
  expect(await findMissing(folder.store, oids)).toEqual(expected);
  expect(await findMissing(folder.store, oids, { check: "names" })).toEqual(expected);
  expect(await findMissing(folder.store, oids.slice(0, 100))).toEqual(expected.slice(0, 80));
});

test("listObjects() passes over what is no object", async () => {
  using folder = makeStoreFixture();
  await addFiles(folder.store, [folder.write("a", "foo")]);
  await putBytes(folder.store, oidOf("[]", ".dir"), Buffer.from("[]"));
  for (const name of ["zz/x", "ab/.XXXXXXXXXXXXXXXXXXXXXX.tmp", "ab/short", "runs/ab/cd", "file"]) {
    folder.write(`cache/files/md5/${name}`, "x");
  }
  expect([...listObjects(folder.store)]).toEqual([oidOf("foo"), oidOf("[]", ".dir")]);
  expect([...listObjects({ ...folder.store, dir: join(folder.path, "none") })]).toEqual([]);
});

test("removeObjects() removes objects and the old folder of a manifest", async () => {
  using folder = makeStoreFixture();
  const manifest = oidOf("[]", ".dir");
  await addFiles(folder.store, [folder.write("a", "foo")]);
  await putBytes(folder.store, manifest, Buffer.from("[]"));
  folder.write(`cache/files/md5/${manifest.slice(0, 2)}/${manifest.slice(2)}.unpacked/x`, "x");
  const removed = await removeObjects(folder.store, [oidOf("foo"), manifest, oidOf("absent")]);
  expect(removed).toEqual({ objects: 2, bytes: 5 });
  expect(folder.list()).toEqual(["a"]);
});
