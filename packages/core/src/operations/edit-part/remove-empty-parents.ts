import { dirname } from "node:path";
import { removeEmptyDir } from "../../fs/remove-empty-dir.ts";

/**
 * Removes the folders that a path in a tracked directory has left empty; the directory itself stays.
 *
 * @param base absolute path of the directory
 * @throws IO_FAILED
 */
export function removeEmptyParents(base: string, path: string): void {
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (!removeEmptyDir(`${base}/${folder}`)) return;
  }
}
