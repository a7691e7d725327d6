import { chmodSync, existsSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addFiles } from "./add-files.ts";
import { copyObjects } from "./copy-objects.ts";
import { type ObjectStore, objectPath } from "./object-store.ts";
import { putBytes } from "./put-bytes.ts";
import { makeStoreFixture, oidOf, readObject, type StoreFixture } from "./testing/store-fixture.ts";

function remoteOf(folder: StoreFixture): ObjectStore {
  return { ...folder.store, dir: join(folder.path, "remote/files/md5") };
}

test("copyObjects() copies small, large and manifest objects and tells what was there", async () => {
  using folder = makeStoreFixture();
  const to = remoteOf(folder);
  const large = Buffer.alloc(2_500_000, "x");
  await addFiles(folder.store, [folder.write("a", "foo"), folder.write("b", large)]);
  await putBytes(folder.store, oidOf("[]", ".dir"), Buffer.from("[]"));
  const oids = [oidOf("foo"), oidOf(large), oidOf("[]", ".dir"), oidOf("absent")];
  const report = await copyObjects({ from: folder.store, to }, oids);
  expect(report.results.map(({ status }) => status)).toEqual(["copied", "copied", "copied", "missing"]);
  expect(report.sizeBytes).toBe(large.length + 5);
  expect(readObject(to, oidOf(large))).toEqual({ content: large.toString(), mode: 0o444 });
  expect(readObject(to, oidOf("[]", ".dir"))).toEqual({ content: "[]", mode: 0o444 });
  const again = await copyObjects({ from: folder.store, to }, oids);
  expect(again.results.map(({ status }) => status)).toEqual(["present", "present", "present", "missing"]);
});

test.each([{ size: 100 }, { size: 2_000_000 }])(
  "copyObjects() gives no name to wrong bytes ($size)",
  async ({ size }) => {
    using folder = makeStoreFixture();
    const to = remoteOf(folder);
    const content = Buffer.alloc(size, "x");
    await addFiles(folder.store, [folder.write("a", content)]);
    const path = objectPath(folder.store, oidOf(content));
    chmodSync(path, 0o644);
    writeFileSync(path, Buffer.alloc(size, "y"));
    chmodSync(path, 0o444);
    const { results } = await copyObjects({ from: folder.store, to }, [oidOf(content)]);
    expect(results).toMatchObject([{ status: "missing", error: { code: "OBJECT_CORRUPT" } }]);
    expect(existsSync(objectPath(to, oidOf(content)))).toBe(false);
    expect(folder.list().filter((name) => name.startsWith("remote"))).toEqual([]);
  },
);

test("copyObjects() replaces an object that a power cut left empty", async () => {
  using folder = makeStoreFixture();
  const to = remoteOf(folder);
  await addFiles(folder.store, [folder.write("a", "foo")]);
  await copyObjects({ from: folder.store, to }, [oidOf("foo")]);
  truncateSync(objectPath(to, oidOf("foo")), 0);
  const { results } = await copyObjects({ from: folder.store, to }, [oidOf("foo")]);
  expect(results).toMatchObject([{ status: "copied" }]);
  expect(readObject(to, oidOf("foo")).content).toBe("foo");
});

test("copyObjects() reports what the disk refuses object by object", async () => {
  using folder = makeStoreFixture();
  folder.write(`remote/files/md5/${oidOf("foo").slice(0, 2)}`, "a file in the way");
  await addFiles(folder.store, [folder.write("a", "foo"), folder.write("b", "bar")]);
  const { results } = await copyObjects({ from: folder.store, to: remoteOf(folder) }, [oidOf("foo"), oidOf("bar")]);
  expect(results).toMatchObject([{ status: "failed", error: { code: "IO_FAILED" } }, { status: "copied" }]);
});

test("copyObjects() makes what it was told to protect read-only, if it is sound", async () => {
  using folder = makeStoreFixture();
  const oids = [oidOf("foo"), oidOf("bar")];
  await addFiles(folder.store, [folder.write("a", "foo"), folder.write("b", "bar")]);
  for (const oid of oids) chmodSync(objectPath(folder.store, oid), 0o644);
  await copyObjects({ from: folder.store, to: remoteOf(folder) }, [oidOf("foo")]);
  expect(readObject(folder.store, oidOf("foo")).mode).toBe(0o644);
  writeFileSync(objectPath(folder.store, oidOf("bar")), "baz");
  const to = { ...remoteOf(folder), dir: join(folder.path, "other") };
  const { results } = await copyObjects({ from: folder.store, to }, oids, { protect: true });
  expect(results.map(({ status }) => status)).toEqual(["copied", "missing"]);
  expect(readObject(folder.store, oidOf("foo")).mode).toBe(0o444);
  expect(existsSync(objectPath(folder.store, oidOf("bar")))).toBe(false);
});
