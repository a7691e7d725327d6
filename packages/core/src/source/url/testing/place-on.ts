import { UrlFiles } from "../../../remotes/storage/url-files.ts";
import type { MemoryStorage } from "../../../remotes/testing/memory-storage.ts";
import type { StoragePlace } from "../url-place.ts";

/** The place of a storage's own URL, of which nothing tells one content from another. */
export function placeOn(storage: MemoryStorage): StoragePlace {
  const { url } = storage;
  return {
    kind: "storage",
    followsVersions: false,
    scheme: "s3",
    url,
    address: url,
    files: new UrlFiles(async () => storage),
  };
}
