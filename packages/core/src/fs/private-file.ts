import { chmodSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isSystemError } from "../base/system-error.ts";
import { ensureDir } from "./ensure-dir.ts";
import { PERMISSIONS } from "./file-modes.ts";
import { ioError } from "./io-error.ts";
import { readTextIfExists } from "./read-text-if-exists.ts";
import { writeFileAtomic } from "./write-file-atomic.ts";

/** What was in a file that is for its owner alone. */
export interface PrivateText {
  readonly text: string;
  /** Whether others could read it, until now. */
  readonly wasOpen: boolean;
}

/**
 * Reads a file that is for its owner alone. If others may read it, that is ended first.
 *
 * @returns undefined if nothing is there
 * @throws IO_FAILED if the system refuses, also to take the permission from others
 */
export function readPrivateFile(path: string): PrivateText | undefined {
  const wasOpen = close(path);
  const text = readTextIfExists(path);
  return text === undefined ? undefined : { text, wasOpen };
}

/** Windows has no such modes: there the user's folder is what others cannot read. */
function close(path: string): boolean {
  if (process.platform === "win32") return false;
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || (stat.mode & 0o077) === 0) return false;
    chmodSync(path, stat.mode & PERMISSIONS & 0o700);
    return true;
  } catch (error) {
    if (isSystemError(error, "ENOTDIR")) return false;
    throw ioError({ action: "keep others from reading", path }, error);
  }
}

/** Writes such a file as writeFileAtomic does; at no moment can others read it. Its folder is made if need be. @throws IO_FAILED */
export function writePrivateFile(path: string, text: string): void {
  ensurePrivateDir(dirname(path));
  writeFileAtomic(path, text, { mode: 0o600, fsync: true });
}

/** Makes a folder for its owner alone, unless it is there; those above it get the usual modes. @throws IO_FAILED */
export function ensurePrivateDir(dir: string): void {
  ensureDir(dirname(dir));
  ensureDir(dir, { file: 0o600, dir: 0o700, exact: true, mask: 0 });
}
