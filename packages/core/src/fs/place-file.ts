import { chmodSync, closeSync, fchmodSync, openSync, renameSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import { ensureDir } from "./ensure-dir.ts";
import type { FileModes } from "./file-modes.ts";
import type { ContentStat } from "./file-stat.ts";
import { lstatIfThere } from "./move-file.ts";
import { nameFile, openNameless } from "./nameless-file.ts";
import { statOpen } from "./native-stat.ts";
import { tolerateRefusal } from "./set-mode.ts";
import { temporaryName } from "./temporary-name.ts";
import { removeIfThere, writeFully } from "./write-file-atomic.ts";

/** Where a file goes, and how. */
export interface Placement {
  /** The folder; created with `modes` if it is not there. */
  readonly dir: string;
  readonly name: string;
  /** Permission bits, set exactly. */
  readonly mode: number;
  readonly modes: FileModes;
  /** Default false. */
  readonly wantStat?: boolean;
}

/**
 * Writes bytes to a file that appears whole: a temporary file in the same folder, then rename. What is there with the
 * same name is replaced. Errors of the system are thrown as they are, with the temporary gone.
 *
 * @returns what `stat` says of the file, if it is wanted
 */
export function placeBytes(place: Placement, bytes: Uint8Array): ContentStat | undefined {
  const temporary = `${place.dir}/${temporaryName()}`;
  const fd = createIn(place, temporary);
  let isOpen = true;
  try {
    writeFully(fd, bytes);
    settleMode(fd, place);
    const stat = place.wantStat === true ? statOpen(fd) : undefined;
    isOpen = false;
    closeSync(fd);
    renameSync(temporary, `${place.dir}/${place.name}`);
    return stat;
  } catch (error) {
    if (isOpen) closeSync(fd);
    removeIfThere(temporary);
    throw error;
  }
}

/**
 * Writes bytes to a new file that appears whole and never replaces anything. Where loadNamelessFiles was called and the
 * disk allows it, the file gets its name by one call that fails if something is there, and a killed process leaves
 * nothing. Elsewhere a temporary file is renamed, and what appears in the microseconds before is replaced.
 *
 * @returns undefined if something is there; errors of the system are thrown as they are
 */
export function placeNew(place: Placement, bytes: Uint8Array): NewFile | undefined {
  const path = `${place.dir}/${place.name}`;
  const fd = openNamelessIn(place);
  if (fd !== undefined) {
    try {
      writeFully(fd, bytes);
      settleMode(fd, place);
      const outcome = nameFile(fd, path, place.dir);
      if (outcome === "exists") return undefined;
      if (outcome === "named") return { stat: place.wantStat === true ? statOpen(fd) : undefined };
    } finally {
      closeSync(fd);
    }
  }
  return lstatIfThere(path) === undefined ? { stat: placeBytes(place, bytes) } : undefined;
}

/** What placeNew made. */
export interface NewFile {
  /** If it is wanted. */
  readonly stat: ContentStat | undefined;
}

function openNamelessIn({ dir, mode, modes }: Placement): number | undefined {
  try {
    return openNameless(dir, mode);
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
    ensureDir(dir, modes);
    return openNameless(dir, mode);
  }
}

/**
 * Gives a temporary file, which must be on the same disk, its mode and its name. What is there with the same name is
 * replaced. Errors of the system are thrown as they are; the temporary is then still there.
 */
export function placeFile(place: Placement, temporary: string): void {
  const { dir, name, mode, modes } = place;
  tolerateRefusal(() => chmodSync(temporary, mode));
  try {
    renameSync(temporary, `${dir}/${name}`);
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
    ensureDir(dir, modes);
    renameSync(temporary, `${dir}/${name}`);
  }
}

function createIn({ dir, mode, modes }: Placement, path: string): number {
  try {
    return openSync(path, "wx", mode);
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
    ensureDir(dir, modes);
    return openSync(path, "wx", mode);
  }
}

/** Sets the mode if the umask took bits from it. */
function settleMode(fd: number, { mode, modes }: Placement): void {
  if ((mode & modes.mask) !== 0) tolerateRefusal(() => fchmodSync(fd, mode));
}
