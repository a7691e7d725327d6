import type { HashName } from "../base/oid.ts";
import type { FileDigest } from "./file-digest.ts";
import type { BatchOptions } from "./work/batch-options.ts";

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
 * @throws FILE_CHANGED if a file changes while it is read, FILE_UNREADABLE if it is gone, no regular file, or refused
 */
export function hashFiles(_paths: readonly string[], _options: HashFilesOptions = {}): Promise<readonly FileDigest[]> {
  throw new Error("not built yet");
}
