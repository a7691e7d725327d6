import { LodeError } from "../base/lode-error.ts";
import { listFiles } from "../fs/list-dir.ts";
import { lstatIfThere } from "../fs/move-file.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import { runItems } from "./jobs/run-items.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * Makes a file, or every file of a directory tree, writable and independent of the store: links become copies, by
 * temporary file and rename. Links to directories are not followed.
 *
 * @returns the number of files that were replaced by copies
 * @throws PATH_NOT_FOUND if nothing is there, IO_FAILED if the system refuses, CANCELLED
 */
export async function unprotect(store: ObjectStore, path: string, options: BatchOptions = {}): Promise<number> {
  const stat = lstatIfThere(path);
  if (stat === undefined) {
    throw new LodeError("PATH_NOT_FOUND", `Cannot make "${path}" writable: nothing is there`, {
      hint: "Check the path: targets are relative to the current folder.",
      details: { path },
    });
  }
  let copied = 0;
  await runItems(
    {
      items: stat.isDirectory() ? [...listFiles(path)] : [path],
      makeJob: (items) => ({ kind: "unprotect", store, items }),
      onReply: (_start, { states = [], errors }) => {
        const [first] = errors;
        if (first !== undefined) throw unpackError(first.error);
        copied += states.filter((state) => state === "copied").length;
      },
    },
    options,
  );
  return copied;
}
