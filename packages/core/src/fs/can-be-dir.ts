import { statSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";

/** Says whether a path is a directory or could become one: false if it, or a folder on its way, is something else. */
export function canBeDir(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    // What else the system says comes up again when the directory is used.
    return !isSystemError(error, "ENOTDIR");
  }
}
