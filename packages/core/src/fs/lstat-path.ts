import { type BigIntStats, lstatSync, realpathSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";

/**
 * Stats one path without following a link at its end; undefined if nothing is there.
 *
 * @throws IO_FAILED if the system refuses
 */
export function lstatPath(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error, "ENOTDIR", "ELOOP")) return undefined;
    throw ioError({ action: "look at", path }, error);
  }
}

/**
 * Resolves every link on the way to a path and at its end; undefined if nothing is there.
 *
 * @throws IO_FAILED if the system refuses
 */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR", "ELOOP")) return undefined;
    throw ioError({ action: "resolve", path }, error);
  }
}
