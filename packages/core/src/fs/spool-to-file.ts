import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { fileModes } from "./file-modes.ts";
import { moveFile } from "./move-file.ts";
import { trySetMode } from "./set-mode.ts";
import { spoolStream } from "./spool-stream.ts";
import { removeIfThere } from "./write-file-atomic.ts";

/**
 * Writes what a stream gives to a file, which gets its name when it is whole; what is there is replaced. Its mode is
 * 0666 less the umask.
 *
 * @throws IO_FAILED if the system refuses; what the stream throws
 */
export async function spoolToFile(stream: Readable, path: string): Promise<void> {
  const { path: temporary } = await spoolStream({ dir: dirname(path) }, stream, () => undefined);
  try {
    trySetMode(temporary, fileModes().file);
    moveFile(temporary, path);
  } finally {
    removeIfThere(temporary);
  }
}
