import { compareCodePoints } from "../../base/code-point-order.ts";
import type { ScannedDir } from "./scan.ts";

/** A file of a scan: a row of one of its directories. */
export interface Row {
  readonly dir: ScannedDir;
  readonly row: number;
}

/** Makes a function that finds the row of a path, relative to the scan's base, in logarithmic time. */
export function rowFinder(dirs: readonly ScannedDir[]): (relpath: string) => Row | undefined {
  const byPath = new Map(dirs.map((dir) => [dir.relpath, dir]));
  return (relpath) => {
    const slash = relpath.lastIndexOf("/");
    const dir = byPath.get(slash < 0 ? "" : relpath.slice(0, slash));
    const row = dir === undefined ? -1 : findName(dir.stats.names, relpath.slice(slash + 1));
    return dir === undefined || row < 0 ? undefined : { dir, row };
  };
}

function findName(names: readonly string[], name: string): number {
  let low = 0;
  let high = names.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareCodePoints(names[middle] ?? "", name);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
