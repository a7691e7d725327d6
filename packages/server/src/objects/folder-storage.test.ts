import { hash } from "node:crypto";
import { rmSync } from "node:fs";
import { type Oid, objectPath, parseOid } from "@lode/core/engine";
import { expect, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { folderStorage, objectsFolder } from "./folder-storage.ts";

function oidOf(text: string): Oid {
  return parseOid(hash("md5", text)) ?? expect.unreachable();
}

test("readAll() of a folder gives what is there, in the order asked for, and undefined for what is lost", async () => {
  using folder = makeTempFolder();
  const storage = folderStorage(folder.path);
  await storage.putAll(["a", "b", "c"].map((text) => ({ oid: oidOf(text), bytes: Buffer.from(text) })));
  rmSync(objectPath(objectsFolder(folder.path).storeOf("md5"), oidOf("b")));
  const read = await storage.readAll(["c", "b", "a"].map(oidOf), 10);
  expect(read.map((bytes) => bytes && Buffer.from(bytes).toString())).toEqual(["c", undefined, "a"]);
});

test("readAll() of a folder lets other requests be answered while it reads", async () => {
  using folder = makeTempFolder();
  const storage = folderStorage(folder.path);
  const oids = Array.from({ length: 2000 }, (_, i) => oidOf(String(i)));
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  await storage.readAll(oids, 10);
  clearImmediate(next);
  expect(turns).toBeGreaterThan(0);
});
