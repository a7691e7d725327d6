import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { isDirectory } from "./is-directory.ts";
import { pathExists } from "./path-exists.ts";

/**
 * Says why files cannot be kept in a folder that is there, or is to be made. Nothing is changed.
 *
 * @param path absolute
 * @returns undefined if they can
 */
export function folderProblem(path: string): string | undefined {
  let dir = path;
  while (!pathExists(dir)) dir = dirname(dir);
  if (!isDirectory(dir)) return `"${dir}" is no folder`;
  try {
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return `this user may not write to "${dir}"`;
  }
}
