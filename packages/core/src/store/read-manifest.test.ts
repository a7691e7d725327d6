import { expect, test } from "vitest";
import { putBytes } from "./put-bytes.ts";
import { readManifest } from "./read-manifest.ts";
import { makeStoreFixture, oidOf, readObject } from "./testing/store-fixture.ts";

const TEXT = '[{"md5": "acbd18db4cc2f85cedef654fccc4a4d8", "relpath": "foo"}]';

test("putBytes() stores a manifest that readManifest() reads", async () => {
  using folder = makeStoreFixture();
  const oid = oidOf(TEXT, ".dir");
  await putBytes(folder.store, oid, Buffer.from(TEXT));
  await putBytes(folder.store, oid, Buffer.from(TEXT));
  expect(readObject(folder.store, oid)).toEqual({ content: TEXT, mode: 0o444 });
  expect(await readManifest(folder.store, oid)).toEqual({
    status: "ok",
    manifest: [{ oid: "acbd18db4cc2f85cedef654fccc4a4d8", relpath: "foo" }],
    sizeBytes: TEXT.length,
  });
});

test("putBytes() refuses bytes that do not hash to the name", async () => {
  using folder = makeStoreFixture();
  const putting = putBytes(folder.store, oidOf("other", ".dir"), Buffer.from(TEXT));
  await expect(putting).rejects.toMatchObject({ code: "OBJECT_CORRUPT" });
  expect(folder.list()).toEqual([]);
});

test("readManifest() tells missing from corrupt", async () => {
  using folder = makeStoreFixture();
  const oid = oidOf(TEXT, ".dir");
  expect(await readManifest(folder.store, oid)).toEqual({ status: "missing" });
  folder.write(`cache/files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`, `${TEXT} `);
  expect(await readManifest(folder.store, oid)).toMatchObject({
    status: "corrupt",
    reason: expect.stringMatching(/^its content hashes to/),
  });
});

test.each(["{}", "not json", '[{"md5": "acbd18db4cc2f85cedef654fccc4a4d8", "relpath": "../evil"}]'])(
  "readManifest() calls %j corrupt although it hashes to its name",
  async (text) => {
    using folder = makeStoreFixture();
    await putBytes(folder.store, oidOf(text, ".dir"), Buffer.from(text));
    expect(await readManifest(folder.store, oidOf(text, ".dir"))).toMatchObject({ status: "corrupt" });
  },
);
