import type { Manifest, ManifestEntry } from "../formats/manifest/manifest.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { putBytes } from "../store/put-bytes.ts";
import { manifestObject } from "../worktree/digest/scan-manifest.ts";

/**
 * Stores a manifest for each folder in a directory, of what is below it, whose files are all in the store. DVC leaves
 * them in the cache when it fetches an import, and may read them again: they are the directories that imports of these
 * folders record.
 *
 * @throws IO_FAILED
 */
export async function storeFolderListings(store: ObjectStore, manifest: Manifest): Promise<void> {
  const folders = new Map<string, ManifestEntry[]>();
  for (const { relpath, oid } of manifest) {
    for (let slash = relpath.lastIndexOf("/"); slash > 0; slash = relpath.lastIndexOf("/", slash - 1)) {
      const folder = relpath.slice(0, slash);
      // What follows a folder and a slash in a RelPath is one itself.
      const entry = { relpath: relpath.slice(slash + 1) as ManifestEntry["relpath"], oid };
      const entries = folders.get(folder);
      if (entries === undefined) folders.set(folder, [entry]);
      else entries.push(entry);
    }
  }
  for (const entries of folders.values()) {
    const { oid, bytes } = manifestObject(entries);
    await putBytes(store, oid, bytes);
  }
}
