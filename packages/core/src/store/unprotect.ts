import type { ObjectStore } from "./object-store.ts";

/**
 * Makes a file, or every file of a directory tree, writable and independent of the store: links become copies, by
 * temporary file and rename. Links to directories are not followed.
 *
 * @returns the number of files that were replaced by copies
 * @throws PATH_NOT_FOUND if nothing is there
 */
export function unprotect(_store: ObjectStore, _path: string): Promise<number> {
  throw new Error("not built yet");
}
