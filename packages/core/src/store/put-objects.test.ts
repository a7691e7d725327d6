import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseOid } from "../base/oid.ts";
import { makeTempFolder } from "../fs/testing/temp-folder.ts";
import { hashBytes } from "../hash/md5.ts";
import { type ObjectStore, objectPath } from "./object-store.ts";
import type { ObjectBytes } from "./put-each.ts";
import { putObjects } from "./put-objects.ts";

function storeIn(dir: string): ObjectStore {
  return { dir: join(dir, "store"), hashName: "md5", linkTypes: ["copy"] };
}

function objectOf(text: string): ObjectBytes {
  const bytes = Buffer.from(text);
  const oid = parseOid(hashBytes(bytes));
  if (oid === undefined) throw new Error("no id");
  return { oid, bytes };
}

test.each([false, true])("putObjects() stores each object under its name, elsewhere: %s", async (isElsewhere) => {
  using folder = makeTempFolder();
  const store = storeIn(folder.path);
  const objects = Array.from({ length: 3000 }, (_, i) => objectOf(`object ${i} ${"x".repeat(i % 300)}`));
  expect(await putObjects(store, objects, { isElsewhere })).toEqual(objects.map(() => undefined));
  for (const { oid, bytes } of objects) {
    expect(readFileSync(objectPath(store, oid)).equals(bytes)).toBe(true);
    expect(statSync(objectPath(store, oid)).mode & 0o777).toBe(0o444);
  }
});

test("putObjects() refuses bytes that hash to something else, and stores the rest", async () => {
  using folder = makeTempFolder();
  const store = storeIn(folder.path);
  const [first, second, third] = [objectOf("first"), objectOf("second"), objectOf("third")];
  const forged = { oid: second.oid, bytes: Buffer.from("forged") };
  const failures = await putObjects(store, [first, forged, third, objectOf("")]);
  expect(failures.map((failure) => failure && "code" in failure && failure.code)).toEqual([
    undefined,
    "OBJECT_CORRUPT",
    undefined,
    undefined,
  ]);
  expect(statSync(objectPath(store, second.oid), { throwIfNoEntry: false })).toBeUndefined();
  expect(readFileSync(objectPath(store, third.oid), "utf8")).toBe("third");
});

test("putObjects() leaves a sound object, and puts one of other bytes aside", async () => {
  using folder = makeTempFolder();
  const store = storeIn(folder.path);
  const [kept, damaged] = [objectOf("kept"), objectOf("damaged")];
  await putObjects(store, [kept, damaged]);
  const before = statSync(objectPath(store, kept.oid)).ino;
  chmodSync(objectPath(store, damaged.oid), 0o644);
  writeFileSync(objectPath(store, damaged.oid), "other bytes");
  expect(await putObjects(store, [kept, damaged])).toEqual([undefined, undefined]);
  expect(statSync(objectPath(store, kept.oid)).ino).toBe(before);
  expect(readFileSync(objectPath(store, damaged.oid), "utf8")).toBe("damaged");
});
