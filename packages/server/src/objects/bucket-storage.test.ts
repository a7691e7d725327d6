import { hash } from "node:crypto";
import { parseOid } from "@lode/core/engine";
import { expect, onTestFinished, test, vi } from "vitest";
import { MemoryStorage } from "../../../core/src/remotes/testing/memory-storage.ts";
import { bucketStorage } from "./bucket-storage.ts";

const bytes = Buffer.from("hello");
const oid = parseOid(hash("md5", bytes)) ?? expect.unreachable();

/** A storage in which nothing is written before somebody says so, and which tells when its connections are ended. */
class SlowStorage extends MemoryStorage {
  readonly begun = Promise.withResolvers<void>();
  readonly mayEnd = Promise.withResolvers<void>();
  closes = 0;

  override async write(...given: Parameters<MemoryStorage["write"]>) {
    this.begun.resolve();
    await this.mayEnd.promise;
    return await super.write(...given);
  }

  override async close(): Promise<void> {
    this.closes += 1;
  }
}

test("putAll() keeps the connections until what it sends has arrived", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const storage = new SlowStorage();
  const objects = bucketStorage({ url: "s3://bucket", dataDir: "/none", open: async () => storage });
  await objects.remote.findMissing({ hashName: "md5", oids: [oid] }, {});
  const sent = objects.putAll([{ oid, bytes }]);
  await storage.begun.promise;
  vi.advanceTimersByTime(10_000);
  expect(storage.closes).toBe(0);
  storage.mayEnd.resolve();
  expect(await sent).toEqual([undefined]);
  vi.advanceTimersByTime(10_000);
  expect(storage.closes).toBe(1);
});

test("a bucket that could not be opened is opened when it is needed again", async () => {
  const storage = new MemoryStorage();
  let attempts = 0;
  const open = async () => {
    attempts += 1;
    if (attempts === 1) throw new TypeError("no");
    return storage;
  };
  const objects = bucketStorage({ url: "s3://bucket", dataDir: "/none", open });
  await expect(objects.putAll([{ oid, bytes }])).rejects.toThrow("no");
  expect(await objects.putAll([{ oid, bytes }])).toEqual([undefined]);
});

test("readAll() of a bucket gives what is there, in the order asked for, and undefined for what is lost", async () => {
  const objects = bucketStorage({ url: "s3://bucket", dataDir: "/none", open: async () => new MemoryStorage() });
  const lost = parseOid(hash("md5", "lost")) ?? expect.unreachable();
  await objects.putAll([{ oid, bytes }]);
  expect(await objects.readAll([oid, lost, oid], 10)).toEqual([bytes, undefined, bytes]);
});
