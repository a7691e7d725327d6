import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import type { Oid } from "../base/oid.ts";
import { addFiles } from "./add-files.ts";
import { confirmStored } from "./confirm-stored.ts";
import { workerPool } from "./jobs/worker-threads.ts";
import { objectPath } from "./object-store.ts";
import { settledStamp, storeStamp } from "./store-stamp.ts";
import { makeStoreFixture, oidOf, type StoreFixture } from "./testing/store-fixture.ts";

test("confirmStored() finds what is absent among many objects, with threads, and a settled stamp", async () => {
  using folder = makeStoreFixture();
  await startThreads(folder);
  const oids = fill(folder, 3000);
  const gone = [oids[7], oids[2900]] as Oid[];
  for (const oid of gone) rmSync(objectPath(folder.store, oid));
  await settledStamp(folder.store);
  const { absent, stamp } = await confirmStored(folder.store, oids);
  expect(new Set(absent)).toEqual(new Set(gone));
  expect(stamp).toMatchObject({ digest: storeStamp(folder.store).digest, isSettled: true });
});

test("confirmStored() looks at folders that have just changed, and settles", async () => {
  using folder = makeStoreFixture();
  const oids = fill(folder, 10);
  rmSync(objectPath(folder.store, oids[3] as Oid));
  const { absent, stamp } = await confirmStored(folder.store, oids);
  expect(absent).toEqual([oids[3]]);
  expect(stamp.isSettled).toBe(true);
});

test("confirmStored() looks again at a folder that could change without a trace", async () => {
  using folder = makeStoreFixture();
  const oids = fill(folder, 2);
  const before = storeStamp(folder.store);
  const future = Date.now() / 1000 + 10;
  rmSync(objectPath(folder.store, oids[1] as Oid));
  utimesSync(dirname(objectPath(folder.store, oids[1] as Oid)), future, future);
  const { absent, stamp } = await confirmStored(folder.store, oids, before);
  expect(absent).toEqual([oids[1]]);
  expect(stamp.isSettled).toBe(false);
});

test("confirmStored() looks at no folder that is as it was", async () => {
  using folder = makeStoreFixture();
  const oids = fill(folder, 1);
  const before = await settledStamp(folder.store);
  expect((await confirmStored(folder.store, [...oids, oidOf("never stored")], before)).absent).toEqual([]);
});

test("confirmStored() throws if a folder cannot be listed", async () => {
  using folder = makeStoreFixture();
  await startThreads(folder);
  const oids = fill(folder, 3000);
  const shard = dirname(objectPath(folder.store, oids[0] as Oid));
  rmSync(shard, { recursive: true });
  symlinkSync(shard, shard);
  await settledStamp(folder.store);
  await expect(confirmStored(folder.store, oids)).rejects.toMatchObject({ code: "IO_FAILED" });
});

async function startThreads(folder: StoreFixture): Promise<void> {
  const paths = Array.from({ length: 300 }, (_, i) => folder.write(`file-${i}`, "same"));
  await addFiles(folder.store, paths, { threads: 2 });
  expect(workerPool().isReady).toBe(true);
}

function fill({ store }: StoreFixture, count: number): Oid[] {
  const oids = Array.from({ length: count }, (_, i) => oidOf(`content ${i}`));
  for (const oid of oids) {
    mkdirSync(dirname(objectPath(store, oid)), { recursive: true });
    writeFileSync(objectPath(store, oid), "");
  }
  return oids;
}
