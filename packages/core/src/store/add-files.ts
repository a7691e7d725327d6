import { type FileDigests, makeDigests } from "./file-digests.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import { collectDigests } from "./jobs/collect-digests.ts";
import { runItems } from "./jobs/run-items.ts";
import { isFreshStore, type ObjectStore } from "./object-store.ts";

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
 *   IO_FAILED if the store cannot be written; objects that were finished stay; CANCELLED
 */
export async function addFiles(
  store: ObjectStore,
  paths: readonly string[],
  options: AddFilesOptions = {},
): Promise<FileDigests> {
  const { hardlink = false } = options;
  const isFresh = isFreshStore(store);
  const digests = makeDigests(paths.length);
  await runItems(
    {
      items: paths,
      makeJob: (items) => ({ kind: "add", store, hardlink, isFresh, items }),
      onReply: (start, reply) => collectDigests(digests, start, reply),
    },
    options,
  );
  return digests;
}
