import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import type { CopyFilesJob } from "./jobs/job.ts";
import { runItems } from "./jobs/run-items.ts";

/** One file to copy; both paths are absolute, and the folder of `to` is there. */
export type FileCopy = CopyFilesJob["items"][number];

/**
 * Copies files, links followed, so that each new path is whole at once. What is there is replaced. The copies get mode
 * 0666 less the umask, whatever the originals'.
 *
 * @throws FILE_CHANGED if a file changes while it is read, FILE_UNREADABLE if it is no regular file, IO_FAILED, CANCELLED;
 *   files that were finished stay
 */
export async function copyFiles(copies: readonly FileCopy[], options: BatchOptions = {}): Promise<void> {
  await runItems(
    {
      items: copies,
      makeJob: (items) => ({ kind: "copy-files", items }),
      onReply: (_start, { errors: [first] }) => {
        if (first !== undefined) throw unpackError(first.error);
      },
    },
    options,
  );
}
