import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { objectKey } from "../../remotes/object-key.ts";
import { RetryingRemote } from "../../remotes/retrying-remote.ts";
import { StorageRemote } from "../../remotes/storage/storage-remote.ts";
import { MemoryStorage } from "../../remotes/testing/memory-storage.ts";
import { placeOn } from "../../source/url/testing/place-on.ts";
import { type StreamRemote, sendLarge } from "./send-large.ts";

test("sendLarge() sends a file that the remote lacks, and nothing if it has it", async () => {
  const { storage, remote } = memoryRemote();
  const source = new MemoryStorage("/file", new Map([["file", Buffer.from("content")]]));
  const oid = await sendLarge(fileOf(source), remote, {});
  expect(oid).toBe(hash("md5", "content"));
  expect(String(storage.files.get(objectKey({ hashName: "md5", oid })))).toBe("content");
  storage.log.length = 0;
  expect(await sendLarge(fileOf(source), remote, {})).toBe(oid);
  expect(storage.log.filter((request) => request.startsWith("write"))).toEqual([]);
});

test("sendLarge() leaves nothing if the file is another one when it is sent", async () => {
  const { storage, remote } = memoryRemote();
  const source = new MemoryStorage("/file", new Map([["file", Buffer.from("first")]]));
  const findMissing: StreamRemote["findMissing"] = async (ids, context) => {
    source.files.set("file", Buffer.from("other"));
    return remote.findMissing(ids, context);
  };
  const sending = sendLarge(fileOf(source), { findMissing, send: remote.send }, {});
  await expect(sending).rejects.toMatchObject({ code: "FILE_CHANGED" });
  expect(storage.files.size).toBe(0);
});

function fileOf(storage: MemoryStorage) {
  return { place: placeOn(storage), file: { key: "", sizeBytes: undefined } };
}

function memoryRemote(): { readonly storage: MemoryStorage; readonly remote: StreamRemote } {
  const storage = new MemoryStorage();
  const plain = new StorageRemote({ name: "r", url: storage.url, lists: true, open: async () => storage });
  const { send, ...remote } = bound(new RetryingRemote(plain));
  if (send === undefined) throw new Error("it takes no streams");
  return { storage, remote: { ...remote, send } };
}

function bound(remote: RetryingRemote) {
  const findMissing: StreamRemote["findMissing"] = (...args) => remote.findMissing(...args);
  return { findMissing, send: remote.send };
}
