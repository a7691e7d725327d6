import { closeSync, cpSync, fstatSync, openSync, readlinkSync, readSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { isSystemError } from "../base/system-error.ts";
import { listDir } from "./list-dir.ts";
import { lstatIfThere } from "./move-file.ts";
import { removeTree } from "./remove-tree.ts";
import { temporaryName } from "./temporary-name.ts";

/**
 * Moves a file, link or directory. Between disks, where that is no renaming: it is copied to a temporary name beside the
 * new place, every byte is compared, the copy gets its name, and only then the original goes. What ends early leaves the
 * original whole.
 *
 * @throws errors of the system as they are; an Error if the copy is not the same
 */
export function moveTree(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isSystemError(error, "EXDEV")) throw error;
    copyThenRemove(from, to);
  }
}

/** What moveTree does between disks. */
export function copyThenRemove(from: string, to: string): void {
  copyTree(from, to);
  removeTree(from);
}

/**
 * Copies a file, link or directory to a temporary name beside the new place, compares every byte, and gives the copy its
 * name.
 *
 * @throws errors of the system as they are; an Error if the copy is not the same
 */
export function copyTree(from: string, to: string): void {
  const copy = join(dirname(to), temporaryName());
  try {
    cpSync(from, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    const difference = findDifference(from, copy);
    if (difference !== undefined) throw new Error(`the copy of "${difference}" is not the same`);
    renameSync(copy, to);
  } catch (error) {
    removeTree(copy);
    throw error;
  }
}

/** The first path below `from` that is another at its copy; undefined if all are the same. */
function findDifference(from: string, copy: string): string | undefined {
  const [stat, copied] = [lstatIfThere(from), lstatIfThere(copy)];
  if (stat === undefined || copied === undefined || typeOf(stat.mode) !== typeOf(copied.mode)) return from;
  if (stat.isSymbolicLink()) return readlinkSync(from) === readlinkSync(copy) ? undefined : from;
  if (!stat.isDirectory()) return sameBytes(from, copy) ? undefined : from;
  for (const { name } of listDir(from) ?? []) {
    const difference = findDifference(join(from, name), join(copy, name));
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function typeOf(mode: bigint): bigint {
  return mode & 0o170000n;
}

const CHUNK_BYTES = 1024 * 1024;

function sameBytes(path: string, other: string): boolean {
  const [a, b] = [openSync(path, "r"), openSync(other, "r")];
  try {
    if (fstatSync(a).size !== fstatSync(b).size) return false;
    const [left, right] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
    for (let read = readSync(a, left); read > 0; read = readSync(a, left)) {
      if (readSync(b, right) !== read || left.compare(right, 0, read, 0, read) !== 0) return false;
    }
    return true;
  } finally {
    closeSync(a);
    closeSync(b);
  }
}
