import { expect, test } from "vitest";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { StorageRemote } from "../../remotes/storage/storage-remote.ts";
import { MemoryStorage } from "../../remotes/testing/memory-storage.ts";
import { storageState } from "../../source/url/storage-state.ts";
import { placeOn } from "../../source/url/testing/place-on.ts";
import { sendStorage } from "./send-storage.ts";

test("sendStorage() records a directory with a large file in it as it is looked at later", async () => {
  using folder = makeTempFolder();
  const files = ["dir/a", "dir/large", "dir/z"].map((path) => [path, Buffer.from(path)] as const);
  const storage = new LargeStorage("/dir", new Map(files));
  const place = placeOn(storage);
  const target = new MemoryStorage();
  const remote = new StorageRemote({ name: "r", url: target.url, lists: true, open: async () => target });
  const store = { dir: `${folder.path}/store`, hashName: "md5", linkTypes: ["copy"] } as const;
  const { dependency, output } = await sendStorage(place, { store, remote, context: {} });
  const found = await place.files.find({});
  expect(found && (await storageState(place, found, {}))).toEqual(dependency);
  expect(output).toMatchObject({ nfiles: 3 });
  expect(target.files.size).toBe(4);
});

/** Says of one file that it is larger than it is. */
class LargeStorage extends MemoryStorage {
  override async *list(...args: Parameters<MemoryStorage["list"]>): ReturnType<MemoryStorage["list"]> {
    for await (const entry of super.list(...args)) {
      yield entry.kind === "file" && entry.key === "large" ? { ...entry, sizeBytes: 1 << 30 } : entry;
    }
  }
}
