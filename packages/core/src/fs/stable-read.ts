import { closeSync, constants, openSync, readSync } from "node:fs";
import { LodeError } from "../base/lode-error.ts";
import type { ContentStat } from "./file-stat.ts";
import { ioError } from "./io-error.ts";
import { statOpen } from "./native-stat.ts";

/** The largest file that is read in one piece; one chunk of md5-dos2unix, so that it is judged as a whole. */
export const SMALL_FILE_BYTES = 1 << 20;

/** A file that was read whole while it did not change. */
export interface StableContent {
  /** A view of the buffer that was passed: valid until that is used again. Undefined if the file is not small. */
  readonly bytes: Buffer | undefined;
  readonly stat: ContentStat;
}

/** Makes the buffer that readStable needs; one a thread, used again for each file. */
export function makeReadBuffer(): Buffer {
  return Buffer.allocUnsafeSlow(SMALL_FILE_BYTES + 1);
}

/**
 * Reads a small file, synchronously and links followed, and makes sure that it was one version of it. A file that is
 * not small is not read at all: see pumpFile.
 *
 * @throws FILE_CHANGED if size or mtime differ before and after, FILE_UNREADABLE if it is no regular file; errors of
 *   the system are thrown as they are
 */
export function readStable(path: string, buffer: Buffer): StableContent {
  const fd = openSync(path, OPEN_FLAGS);
  try {
    const stat = statOpen(fd);
    checkIsFile(path, stat);
    if (stat.size > SMALL_FILE_BYTES) return { bytes: undefined, stat };
    const bytes = buffer.subarray(0, readSync(fd, buffer, 0, Number(stat.size) + 1, null));
    checkUnchanged(path, { before: stat, after: statOpen(fd), bytesRead: bytes.length });
    return { bytes, stat };
  } finally {
    closeSync(fd);
  }
}

/** Without O_NONBLOCK, opening a pipe that nobody writes to would block for ever. It has no effect on files. */
export const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** @throws FILE_UNREADABLE if it is a directory, pipe, socket or device */
export function checkIsFile(path: string, { mode }: ContentStat): void {
  const kind = Number(mode) & constants.S_IFMT;
  if (kind === constants.S_IFREG) return;
  const what = kind === constants.S_IFDIR ? "it is a directory" : "it is not a regular file";
  throw new LodeError("FILE_UNREADABLE", `Cannot read "${path}": ${what}`, { details: { path } });
}

/** @throws FILE_CHANGED if size or mtime differ, or another number of bytes was read */
export function checkUnchanged(
  path: string,
  { before, after, bytesRead }: { before: ContentStat; after: ContentStat; bytesRead: number },
): void {
  const same = before.size === after.size && before.mtimeNs === after.mtimeNs && BigInt(bytesRead) === after.size;
  if (same) return;
  throw new LodeError("FILE_CHANGED", `Cannot read "${path}": it was changed while it was read`, {
    hint: "Wait until nothing writes to it, then try again",
    details: { path },
  });
}

/** Makes of an error of the system what a reader of files reports. */
export function unreadable(path: string, error: unknown): unknown {
  return ioError({ action: "read", path, code: "FILE_UNREADABLE" }, error);
}
