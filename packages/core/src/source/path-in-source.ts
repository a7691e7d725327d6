import { posix, relative } from "node:path";
import type { Source } from "./source.ts";
import { normalPath } from "./source-item.ts";

/**
 * Which path of a source a user means. In a work tree around the current folder a path starts at that folder, as in DVC;
 * anywhere else, and if it is empty, at the source's root.
 *
 * @param cwd absolute
 * @returns from the source's root; undefined if it leaves the source or is absolute
 */
export function pathInSource(source: Source, cwd: string, path: string): string | undefined {
  if (path === "" || path.startsWith("/")) return normalPath(path);
  return normalPath(posix.join(folderInSource(source, cwd), path));
}

/** The same, but a path that starts with `/` is from the source's root, wherever the current folder is. */
export function rootedPathInSource(source: Source, cwd: string, path: string): string | undefined {
  return path.startsWith("/") ? normalPath(path.replace(/^\/+/, "")) : pathInSource(source, cwd, path);
}

/** The current folder from the root of a source's work tree; `""` if it is the root, or not in it. */
export function folderInSource({ diskRoot }: Source, cwd: string): string {
  return diskRoot === undefined ? "" : (normalPath(relative(diskRoot, cwd)) ?? "");
}
