import { rmdirSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";

/**
 * Removes a directory if nothing is in it. That it is not there, or is no directory, is no error.
 *
 * @returns false if something is in it, or it is no directory
 * @throws IO_FAILED if the system refuses
 */
export function removeEmptyDir(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return true;
    if (isSystemError(error, "ENOTEMPTY", "EEXIST", "ENOTDIR")) return false;
    throw ioError({ action: "remove the directory", path }, error);
  }
}
