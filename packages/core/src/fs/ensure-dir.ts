import { chmodSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isSystemError } from "../base/system-error.ts";
import type { FileModes } from "./file-modes.ts";
import { ioError } from "./io-error.ts";

/**
 * Creates a directory and its parents unless they are there. Only what it creates gets the modes, which default to
 * 0777 less the umask. Two processes may do it at once.
 *
 * @throws IO_FAILED if the system refuses or something else is in the way
 */
export function ensureDir(dir: string, modes?: FileModes): void {
  try {
    make(dir, modes);
  } catch (error) {
    throw ioError({ action: "create the directory", path: dir }, error);
  }
}

function make(dir: string, modes: FileModes | undefined): void {
  try {
    mkdirSync(dir);
  } catch (error) {
    if (isSystemError(error, "ENOENT") && dirname(dir) !== dir) {
      make(dirname(dir), modes);
      make(dir, modes);
      return;
    }
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw error;
    return;
  }
  if (modes?.exact) chmodSync(dir, modes.dir);
}
