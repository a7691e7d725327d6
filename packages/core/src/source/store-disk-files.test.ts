import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { objectPath } from "../store/object-store.ts";
import { openStatCache } from "../store/stat-cache/open-stat-cache.ts";
import { makeStoreFixture, oidOf, readObject } from "../store/testing/store-fixture.ts";
import { storeDiskFiles } from "./store-disk-files.ts";

const FOLDERS = new Map([
  ["", { names: ["a"], rows: [0] }],
  ["sub", { names: ["b"], rows: [1] }],
]);

function onlyFile(name: string): ReadonlyMap<string, { names: string[]; rows: number[] }> {
  return new Map([["", { names: [name], rows: [0] }]]);
}

/** Writes a file that was last modified long ago, so that its digest may be remembered. */
function writeOld(path: string, content: string): void {
  writeFileSync(path, content);
  utimesSync(path, 1000, 1000);
}

test("storeDiskFiles() reads only files that changed or whose objects are gone", async () => {
  using folder = makeStoreFixture();
  const { store } = folder;
  const [a, b] = [folder.write("src/a", "aaa"), folder.write("src/sub/b", "bbb")];
  for (const path of [a, b]) utimesSync(path, 1000, 1000);
  const memory = { statCache: openStatCache(join(folder.path, "stat.db")), key: "md5:source" };
  const storeAll = async (): Promise<unknown[]> => {
    const stored: unknown[] = [];
    const target = { store, memory, run: {} };
    await storeDiskFiles(join(folder.path, "src"), FOLDERS, {
      target,
      onStored: (row, { oid }) => {
        stored[row] = oid;
      },
    });
    return stored;
  };
  expect(await storeAll()).toEqual([oidOf("aaa"), oidOf("bbb")]);
  expect(readObject(store, oidOf("bbb"))).toEqual({ content: "bbb", mode: 0o444 });

  // The same size, mtime and inode: only reading would tell.
  writeOld(a, "xxx");
  expect(await storeAll()).toEqual([oidOf("aaa"), oidOf("bbb")]);

  writeOld(b, "longer");
  expect(await storeAll()).toEqual([oidOf("aaa"), oidOf("longer")]);

  rmSync(objectPath(store, oidOf("aaa")));
  expect(await storeAll()).toEqual([oidOf("xxx"), oidOf("longer")]);
  memory.statCache.close();
});

test("storeDiskFiles() reads everything without a memory, and tells of a file that is gone", async () => {
  using folder = makeStoreFixture();
  folder.write("src/a", "aaa");
  const target = { store: folder.store, memory: undefined, run: {} };
  const sizes: number[] = [];
  const onStored = (_row: number, { sizeBytes }: { sizeBytes: number }): void => void sizes.push(sizeBytes);
  await storeDiskFiles(join(folder.path, "src"), onlyFile("a"), { target, onStored });
  expect(sizes).toEqual([3]);
  await expect(storeDiskFiles(join(folder.path, "src"), onlyFile("none"), { target, onStored })).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
  });
});
