import { type BigIntStats, statSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";

/**
 * What `stat` says of some names of one directory, in columns: a million files cost 36 bytes each beside their names.
 * Row `i` belongs to `names[i]`. Links are followed.
 */
export interface DirStats {
  readonly names: readonly string[];
  /** File type and permission bits; 0 if nothing is there or a link is broken. */
  readonly modes: Uint32Array;
  readonly sizes: Float64Array;
  readonly mtimesNs: BigInt64Array;
  readonly inos: BigUint64Array;
  readonly nlinks: Uint32Array;
}

/**
 * Stats these names of a directory, synchronously; see statDirs of store/ for many.
 *
 * @throws IO_FAILED if the system refuses; that nothing is there is no error
 */
export function statNames(dir: string, names: readonly string[]): DirStats {
  const stats = {
    names,
    modes: new Uint32Array(names.length),
    sizes: new Float64Array(names.length),
    mtimesNs: new BigInt64Array(names.length),
    inos: new BigUint64Array(names.length),
    nlinks: new Uint32Array(names.length),
  };
  for (let i = 0; i < names.length; i++) {
    const stat = statIfThere(`${dir}/${names[i]}`);
    if (stat === undefined) continue;
    stats.modes[i] = Number(stat.mode);
    stats.sizes[i] = Number(stat.size);
    stats.mtimesNs[i] = stat.mtimeNs;
    stats.inos[i] = stat.ino;
    stats.nlinks[i] = Number(stat.nlink);
  }
  return stats;
}

/** Stats one path, links followed; undefined if nothing is there, a link is broken or turns in a circle. */
export function statIfThere(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error, "ENOTDIR", "ELOOP")) return undefined;
    throw ioError({ action: "look at", path }, error);
  }
}
