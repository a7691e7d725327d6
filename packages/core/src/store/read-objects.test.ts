import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Oid, parseOid } from "../base/oid.ts";
import { makeTempFolder } from "../fs/testing/temp-folder.ts";
import { hashBytes } from "../hash/md5.ts";
import { type ObjectStore, objectPath } from "./object-store.ts";
import { putObjects } from "./put-objects.ts";
import { readObjects } from "./read-objects.ts";

function storeIn(dir: string): ObjectStore {
  return { dir: join(dir, "store"), hashName: "md5", linkTypes: ["copy"] };
}

function oidOf(text: string): Oid {
  return parseOid(hashBytes(Buffer.from(text))) ?? expect.unreachable();
}

async function storeTexts(store: ObjectStore, texts: readonly string[]): Promise<void> {
  await putObjects(
    store,
    texts.map((text) => ({ oid: oidOf(text), bytes: Buffer.from(text) })),
  );
}

test("readObjects() gives the bytes of each in the order given, and undefined for what is missing or too large", async () => {
  using folder = makeTempFolder();
  const store = storeIn(folder.path);
  const texts = Array.from({ length: 1500 }, (_, i) => `object ${i} ${"x".repeat(i % 300)}`);
  await storeTexts(store, ["", "far too large".repeat(100), ...texts]);
  const asked = ["", "missing", "far too large".repeat(100), ...texts.toReversed()];
  const read = await readObjects(store, { oids: asked.map(oidOf), maxBytes: 1000 });
  const expected = ["", undefined, undefined, ...texts.toReversed()];
  expect(read.map((bytes) => bytes && Buffer.from(bytes).toString())).toEqual(expected);
});

test("readObjects() reads an object that is asked for twice twice", async () => {
  using folder = makeTempFolder();
  const store = storeIn(folder.path);
  await storeTexts(store, ["one", "two"]);
  const read = await readObjects(store, { oids: ["one", "two", "one"].map(oidOf), maxBytes: 3 });
  expect(read.map(String)).toEqual(["111,110,101", "116,119,111", "111,110,101"]);
});

test("readObjects() takes a folder in the place of an object for none", async () => {
  using folder = makeTempFolder();
  const store = storeIn(folder.path);
  mkdirSync(objectPath(store, oidOf("a")), { recursive: true });
  expect(await readObjects(store, { oids: [oidOf("a")], maxBytes: 10 })).toEqual([undefined]);
});

test("readObjects() ends with CANCELLED when it is aborted", async () => {
  using folder = makeTempFolder();
  const reading = readObjects(
    storeIn(folder.path),
    { oids: [oidOf("a")], maxBytes: 10 },
    { signal: AbortSignal.abort() },
  );
  await expect(reading).rejects.toMatchObject({ code: "CANCELLED" });
});
