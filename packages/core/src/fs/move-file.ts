import { type BigIntStats, lstatSync, readlinkSync, renameSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";

/** Renames a file or link; what is at `to` is replaced. Errors of the system are thrown as they are. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
}

/** Stats one path itself, not what a link points to; undefined if nothing is there. */
export function lstatIfThere(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Where a symbolic link points to, as written in it. Errors of the system are thrown as they are. */
export function linkTarget(path: string): string {
  return readlinkSync(path);
}
