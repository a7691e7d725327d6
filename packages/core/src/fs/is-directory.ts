import { statSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";

/**
 * Says whether a path leads to a directory, links followed.
 *
 * @throws IO_FAILED if the system refuses
 */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    if (isSystemError(error, "ENOTDIR", "ELOOP")) return false;
    throw ioError({ action: "look at", path }, error);
  }
}
