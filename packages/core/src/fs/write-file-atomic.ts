import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, statSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { isSystemError } from "../base/system-error.ts";
import { PERMISSIONS } from "./file-modes.ts";
import { ioError } from "./io-error.ts";
import { temporaryName } from "./temporary-name.ts";

/** Options of writeFileAtomic. */
export interface WriteFileOptions {
  /** True: the content is on the device before the name is given, and the name before it returns. Default false. */
  readonly fsync?: boolean;
  /** Permission bits. Default: those of the file that is replaced, else 0666 less the umask. */
  readonly mode?: number;
}

/**
 * Writes a file so that its path holds the old content or the new, never a part: a temporary file in the same folder,
 * then rename. Another hard link or symbolic link of the old file keeps the old content.
 *
 * @throws IO_FAILED if the system refuses; the old file is then as it was and the temporary is gone
 */
export function writeFileAtomic(path: string, content: string | Uint8Array, options: WriteFileOptions = {}): void {
  const temporary = join(dirname(path), temporaryName());
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  try {
    const mode = options.mode ?? modeOf(path);
    createFile(temporary, bytes, { ...options, ...(mode === undefined ? {} : { mode }) });
    renameSync(temporary, path);
    if (options.fsync === true) fsyncDir(dirname(path));
  } catch (error) {
    removeIfThere(temporary);
    throw ioError({ action: "write", path }, error);
  }
}

function modeOf(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : stat.mode & PERMISSIONS;
}

function createFile(path: string, bytes: Uint8Array, { mode, fsync }: WriteFileOptions): void {
  // Never with more permissions than it ends with: it may hold a secret.
  const fd = openSync(path, "wx", mode ?? 0o666);
  try {
    writeFully(fd, bytes);
    if (mode !== undefined) fchmodSync(fd, mode);
    if (fsync === true) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes all bytes at the current position; `write` may take only a part of them. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done);
}

/** Makes the names of a directory durable. Windows cannot, and has no need to. */
function fsyncDir(dir: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(dir, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Removes a file or link; that nothing is there is no error. Other errors of the system are thrown as they are. */
export function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
  }
}
