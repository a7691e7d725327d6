import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSystemError } from "../base/system-error.ts";

/** Where the search of findAncestorWithDir ended. */
export interface AncestorSearch {
  /** The folder that holds the wanted one; undefined if there is none. */
  readonly found: string | undefined;
  /** The last folder that was looked at: the mount point, if nothing was found. */
  readonly searchedUpTo: string;
}

/**
 * Looks for the nearest folder, from `start` upwards, that holds a folder of this name. The search does not leave the
 * file system of `start`. Links are followed.
 *
 * @param start absolute
 * @returns undefined if `start` is not a folder
 */
export async function findAncestorWithDir(start: string, name: string): Promise<AncestorSearch | undefined> {
  let current = start;
  let device = await deviceOfDir(current);
  if (device === undefined) return undefined;
  for (;;) {
    if ((await deviceOfDir(join(current, name))) !== undefined) return { found: current, searchedUpTo: current };
    const parent = dirname(current);
    const parentDevice = parent === current ? undefined : await deviceOfDir(parent);
    if (parentDevice !== device) return { found: undefined, searchedUpTo: current };
    current = parent;
    device = parentDevice;
  }
}

async function deviceOfDir(path: string): Promise<number | undefined> {
  try {
    const stats = await stat(path);
    return stats.isDirectory() ? stats.dev : undefined;
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR", "EACCES", "ELOOP")) return undefined;
    throw error;
  }
}
