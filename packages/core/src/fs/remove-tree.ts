import { chmodSync, lstatSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";

/**
 * Removes a file, a link, or a directory with all that is in it. Links are removed, never followed. A directory that
 * forbids it to its owner is made writable first. That nothing is there is no error.
 *
 * @throws IO_FAILED if the system refuses; a part may be gone then
 */
export function removeTree(path: string): void {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) removeDir(path, stat.mode);
    else if (stat !== undefined) unlinkSync(path);
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return;
    throw ioError({ action: "remove", path }, error);
  }
}

function removeDir(dir: string, mode: number): void {
  if ((mode & 0o700) !== 0o700) chmodSync(dir, mode | 0o700);
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) removeDir(path, lstatSync(path).mode);
    else unlinkSync(path);
  }
  rmdirSync(dir);
}
