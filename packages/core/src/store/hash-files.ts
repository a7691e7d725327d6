import type { HashName } from "../base/oid.ts";
import { type FileDigests, makeDigests } from "./file-digests.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import { collectDigests } from "./jobs/collect-digests.ts";
import { runItems } from "./jobs/run-items.ts";

/** Options of hashFiles. */
export interface HashFilesOptions extends BatchOptions {
  /** Default: `md5`. */
  readonly hashName?: HashName;
}

/**
 * Hashes files, links followed, each byte read once; the results are in the order of `paths`. Small jobs run in the
 * calling thread.
 *
 * @param paths absolute
 * @throws FILE_CHANGED if a file changes while it is read, FILE_UNREADABLE if it is gone, no regular file, or refused,
 *   CANCELLED
 */
export async function hashFiles(paths: readonly string[], options: HashFilesOptions = {}): Promise<FileDigests> {
  const { hashName = "md5" } = options;
  const digests = makeDigests(paths.length);
  await runItems(
    {
      items: paths,
      makeJob: (items) => ({ kind: "hash", hashName, items }),
      onReply: (start, reply) => collectDigests(digests, start, reply),
    },
    options,
  );
  return digests;
}
