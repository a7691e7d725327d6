import type { FileDigest } from "./file-digest.ts";
import type { ObjectStore } from "./object-store.ts";
import type { BatchOptions } from "./work/batch-options.ts";

/** Options of addFiles. */
export interface AddFilesOptions extends BatchOptions {
  /**
   * True: an object may be a hard link to its file, which then becomes read-only, as DVC does when `hardlink` is the
   * first of the store's link types. Default false: objects are clones or copies.
   */
  readonly hardlink?: boolean;
}

/**
 * Takes files into a store: each is read once, hashed and written under its name in the same pass. Existing objects
 * are never overwritten. The results are in the order of `paths`; put the manifest with putBytes afterwards, so that
 * it is never there before its members.
 *
 * @param paths absolute; links are followed
 * @throws FILE_CHANGED if a file changes while it is read, FILE_UNREADABLE if it is gone, no regular file, or refused,
 *   IO_FAILED if the store cannot be written; objects that were finished stay
 */
export function addFiles(
  _store: ObjectStore,
  _paths: readonly string[],
  _options: AddFilesOptions = {},
): Promise<readonly FileDigest[]> {
  throw new Error("not built yet");
}
