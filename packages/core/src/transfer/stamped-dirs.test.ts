import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Oid, parseOid } from "../base/oid.ts";
import { makeTempFolder, type TempFolder } from "../fs/testing/temp-folder.ts";
import { hashBytes } from "../hash/md5.ts";
import { type ObjectStore, objectPath } from "../store/object-store.ts";
import { openStampedDirs } from "./stamped-dirs.ts";

const DIR = oid(`${"d".repeat(32)}.dir`);
const MEMBERS = Array.from({ length: 1000 }, (_, i) => oid(hashBytes(Buffer.from(String(i)))));
const WHOLE = { oid: DIR, members: MEMBERS };

function oid(text: string): Oid {
  const parsed = parseOid(text);
  if (parsed === undefined) throw new Error("not an id");
  return parsed;
}

function filledStore(folder: TempFolder): ObjectStore {
  const store: ObjectStore = { dir: join(folder.path, "store"), hashName: "md5", linkTypes: ["copy"] };
  for (const id of [DIR, ...MEMBERS]) folder.write(objectPath(store, id).slice(folder.path.length + 1), "x");
  return store;
}

test("confirm() remembers a large directory until a name goes from the store", async () => {
  using folder = makeTempFolder();
  const store = filledStore(folder);
  const open = () => openStampedDirs(join(folder.path, "memory"), store);
  expect(open().has(DIR)).toBe(false);
  await open().confirm([WHOLE]);
  expect(open().has(DIR)).toBe(true);
  rmSync(objectPath(store, MEMBERS[7] ?? DIR));
  expect(open().has(DIR)).toBe(false);
});

test("confirm() does not remember a directory that lacks a member, nor a small one", async () => {
  using folder = makeTempFolder();
  const store = filledStore(folder);
  const memory = openStampedDirs(join(folder.path, "memory"), store);
  rmSync(objectPath(store, MEMBERS[7] ?? DIR));
  await memory.confirm([WHOLE]);
  expect(memory.has(DIR)).toBe(false);
  await memory.confirm([{ oid: DIR, members: MEMBERS.slice(0, 5) }]);
  expect(memory.has(DIR)).toBe(false);
});

test("add() remembers nothing that was looked up while the store had just been changed; clear() forgets", async () => {
  using folder = makeTempFolder();
  const store = filledStore(folder);
  const memory = openStampedDirs(join(folder.path, "memory"), store);
  memory.add(WHOLE);
  expect(memory.has(DIR)).toBe(false);
  await memory.confirm([WHOLE]);
  memory.clear();
  expect(memory.has(DIR)).toBe(false);
});
