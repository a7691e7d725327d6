import { rmSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { addFiles } from "./add-files.ts";
import { objectPath } from "./object-store.ts";
import { changedFolders, settledStamp, storeStamp } from "./store-stamp.ts";
import { makeStoreFixture, oidOf } from "./testing/store-fixture.ts";

test("changedFolders() names the folders that names came into or went from", async () => {
  using folder = makeStoreFixture();
  const [foo, bar, baz] = [oidOf("foo"), oidOf("bar"), oidOf("baz")];
  await addFiles(folder.store, [folder.write("a", "foo"), folder.write("b", "bar")]);
  const before = await settledStamp(folder.store);
  expect(before.isSettled).toBe(true);
  await addFiles(folder.store, [folder.write("c", "baz")]);
  rmSync(objectPath(folder.store, bar));
  const isChanged = changedFolders(before, storeStamp(folder.store));
  expect([foo, bar, baz].map(isChanged)).toEqual([false, true, true]);
});

test("changedFolders() takes a folder for changed if the first stamp could have missed a change in it", async () => {
  using folder = makeStoreFixture();
  await addFiles(folder.store, [folder.write("a", "foo")]);
  const future = Date.now() / 1000 + 10;
  utimesSync(dirname(objectPath(folder.store, oidOf("foo"))), future, future);
  const stamp = storeStamp(folder.store);
  expect(stamp.isSettled).toBe(false);
  expect([oidOf("foo"), oidOf("bar")].map(changedFolders(stamp, stamp))).toEqual([true, false]);
});
