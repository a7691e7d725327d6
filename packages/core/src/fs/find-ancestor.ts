import { statSync } from "node:fs";
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
 * file system of `start`. Links are followed. Synchronous: each look takes 3 µs, where the threads of the runtime take 20.
 *
 * @param start absolute
 * @returns undefined if `start` is not a folder
 */
export function findAncestorWithDir(start: string, name: string): AncestorSearch | undefined {
  let current = start;
  let device = deviceOfDir(current);
  if (device === undefined) return undefined;
  for (;;) {
    if (deviceOfDir(join(current, name)) !== undefined) return { found: current, searchedUpTo: current };
    const parent = dirname(current);
    const parentDevice = parent === current ? undefined : deviceOfDir(parent);
    if (parentDevice !== device) return { found: undefined, searchedUpTo: current };
    current = parent;
    device = parentDevice;
  }
}

function deviceOfDir(path: string): number | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isDirectory() ? stats.dev : undefined;
  } catch (error) {
    if (isSystemError(error, "ENOTDIR", "EACCES", "ELOOP")) return undefined;
    throw error;
  }
}
