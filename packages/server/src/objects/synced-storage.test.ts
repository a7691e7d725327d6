import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { objectPath, parseOid } from "@lode/core/engine";
import { expect, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { folderStorage, objectsFolder } from "./folder-storage.ts";
import { syncedStorage } from "./synced-storage.ts";

test("syncedStorage() stores what its inner storage stores, in every way, and refuses what that refuses", async () => {
  using folder = makeTempFolder();
  const storage = syncedStorage(folderStorage(folder.path), folder.path);
  await storage.prepare(true);
  const oidOf = (text: string) => parseOid(hash("md5", text)) ?? expect.unreachable();
  const store = objectsFolder(folder.path).storeOf("md5");
  const stored = (text: string) => readFileSync(objectPath(store, oidOf(text)), "utf8");
  expect(await storage.putAll([{ oid: oidOf("a"), bytes: Buffer.from("a") }])).toEqual([undefined]);
  expect(await storage.putStream({ hashName: "md5", oid: oidOf("bb") }, Readable.from([Buffer.from("bb")]))).toBe(2);
  expect(await storage.adopt?.({ hashName: "md5", oid: oidOf("ccc") }, folder.write("upload", "ccc"))).toBe(3);
  expect(["a", "bb", "ccc"].map(stored)).toEqual(["a", "bb", "ccc"]);
  const wrong = storage.putStream({ hashName: "md5", oid: oidOf("d") }, Readable.from([Buffer.from("e")]));
  await expect(wrong).rejects.toMatchObject({ code: "OBJECT_CORRUPT" });
});
