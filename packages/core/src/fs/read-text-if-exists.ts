import { readFileSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";

/**
 * Reads a whole file as UTF-8; invalid bytes become U+FFFD. For files that people write, not for data.
 *
 * @returns undefined if nothing is there
 * @throws IO_FAILED if the system refuses, or it is a directory
 */
export function readTextIfExists(path: string): string | undefined {
  return readBytesIfExists(path)?.toString("utf8");
}

/** Reads a whole file; undefined if nothing is there. @throws IO_FAILED if the system refuses, or it is a directory */
export function readBytesIfExists(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw ioError({ action: "read", path }, error);
  }
}
