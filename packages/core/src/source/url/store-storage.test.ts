import { hash } from "node:crypto";
import { expect, test } from "vitest";
import type { RelPath } from "../../base/rel-path.ts";
import { makeTempFolder, type TempFolder } from "../../fs/testing/temp-folder.ts";
import { MemoryStorage } from "../../remotes/testing/memory-storage.ts";
import { storageState } from "./storage-state.ts";
import { storeStorage } from "./store-storage.ts";
import { placeOn } from "./testing/place-on.ts";

const LISTING = 'the listing of "one" and "sub/two"';

test("storeStorage() brings a directory, and records the listing of the storage's checksums as DVC does", async () => {
  using folder = makeTempFolder();
  const storage = new MemoryStorage("/dir", filesOf({ "dir/sub/two": "two", "dir/one": "one", "dirty/x": LISTING }));
  const place = placeOn(storage);
  const { dependency, output, hidden } = await storeStorage(place, { store: storeIn(folder) }, {});
  const md5 = (text: string): string => hash("md5", text);
  const listing = (key: string): string =>
    `[{"${key}": "${md5("one")}", "relpath": "one"}, {"${key}": "${md5("two")}", "relpath": "sub/two"}]`;
  const common = { size: 6, nfiles: 2, hash: "md5" };
  expect(dependency).toEqual({ ...common, checksum: { key: "md5", value: `${md5(listing("etag"))}.dir` } });
  expect(output).toEqual({ ...common, checksum: { key: "md5", value: `${md5(listing("md5"))}.dir` } });
  expect(hidden).toEqual([]);
  expect(folder.list().filter((name) => name.startsWith("store/"))).toHaveLength(3);
  const found = await place.files.find({});
  expect(found && (await storageState(place, found, {}))).toEqual(dependency);
});

test("storeStorage() brings a file, and knows it by its MD5 if the storage has no checksum", async () => {
  using folder = makeTempFolder();
  const place = placeOn(new PlainStorage("/file", filesOf({ file: "content" })));
  const { dependency } = await storeStorage(place, { store: storeIn(folder) }, {});
  expect(dependency).toEqual({ checksum: { key: "md5", value: hash("md5", "content") }, size: 7, hash: "md5" });
  const found = await place.files.find({});
  expect(found && (await storageState(place, found, {}))).toEqual(dependency);
});

test("storeStorage() leaves out what is hidden, and brings it when it is asked to", async () => {
  using folder = makeTempFolder();
  const place = placeOn(new MemoryStorage("/dir", filesOf({ "dir/a": "a", "dir/b.tmp": "b" })));
  const isHidden = async (relpath: RelPath) => relpath.endsWith(".tmp");
  const { output, hidden } = await storeStorage(place, { store: storeIn(folder), isHidden }, {});
  expect(output).toMatchObject({ nfiles: 1, size: 1 });
  await hidden[0]?.bring(`${folder.path}/b`);
  expect(folder.list()).toContain("b");
});

test.each([{ "dir/../../evil": "" }, { "dir/a": "", "dir/a/b": "" }, { "dir//x": "" }])(
  "storeStorage() refuses names that are no paths of a directory: %j",
  async (files) => {
    using folder = makeTempFolder();
    const place = placeOn(new MemoryStorage("/dir", filesOf(files)));
    const code = expect.stringMatching(/PATH_HOSTILE|MANIFEST_INVALID/);
    await expect(storeStorage(place, { store: storeIn(folder) }, {})).rejects.toMatchObject({ code });
  },
);

test("storeStorage() says that nothing is there", async () => {
  using folder = makeTempFolder();
  const storing = storeStorage(placeOn(new MemoryStorage("/nothing")), { store: storeIn(folder) }, {});
  await expect(storing).rejects.toMatchObject({ code: "URL_MISSING" });
});

/** Storage that gives no checksums, as SFTP. */
class PlainStorage extends MemoryStorage {
  override async stat(...args: Parameters<MemoryStorage["stat"]>): ReturnType<MemoryStorage["stat"]> {
    const file = await super.stat(...args);
    return file && { key: file.key, sizeBytes: file.sizeBytes };
  }
}

function filesOf(texts: Readonly<Record<string, string>>): Map<string, Buffer> {
  return new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
}

function storeIn(folder: TempFolder) {
  return { dir: `${folder.path}/store`, hashName: "md5", linkTypes: ["copy"] } as const;
}
