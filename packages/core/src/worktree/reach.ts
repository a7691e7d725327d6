import { dirname, relative, sep } from "node:path";
import { realPath } from "../fs/lstat-path.ts";

/** Folders below a boundary that nothing may be written to. */
const FORBIDDEN = new Set([".git", ".dvc", ".hg"]);

/** Where a path really is, and whether that is where it seems to be. */
export interface Reach {
  /** The path with all links resolved, as far as it is there; undefined if nothing of it is. */
  readonly real: string | undefined;
  /** Whether it stays below the boundary, and out of the private folders of Git and DVC. */
  readonly isInside: boolean;
}

/**
 * Finds out where a path leads, whatever symbolic links lie on the way: a repository can bring links along.
 *
 * @param boundary absolute; the folder that must not be left
 */
export function reachOf(path: string, boundary: string): Reach {
  const real = nearestRealPath(path);
  if (real === undefined) return { real, isInside: false };
  const parts = relative(realPath(boundary) ?? boundary, real).split(sep);
  return { real, isInside: parts[0] !== ".." && !parts.some((part) => FORBIDDEN.has(part)) };
}

/** Resolves the links of the part of a path that is there. */
function nearestRealPath(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const real = realPath(folder);
    if (real !== undefined || dirname(folder) === folder) return real;
  }
}
