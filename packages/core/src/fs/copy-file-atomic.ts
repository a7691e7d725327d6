import { chmodSync, constants, copyFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileModes } from "./file-modes.ts";
import { ioError } from "./io-error.ts";
import { temporaryName } from "./temporary-name.ts";
import { removeIfThere } from "./write-file-atomic.ts";

/**
 * Copies a file, links followed, so that the new path is whole at once; a clone where the file system has them. What is
 * there is replaced. The copy gets mode 0666 less the umask, whatever the original's.
 *
 * @throws IO_FAILED if the system refuses; the temporary is gone then
 */
export function copyFileAtomic(from: string, to: string): void {
  const temporary = join(dirname(to), temporaryName());
  try {
    copyFileSync(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    chmodSync(temporary, fileModes().file);
    renameSync(temporary, to);
  } catch (error) {
    removeIfThere(temporary);
    throw ioError({ action: "copy to", path: to }, error);
  }
}
