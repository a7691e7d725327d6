import { type BigIntStats, statSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";
import { type StatColumns, statNatively } from "./native-stat.ts";

/**
 * What `stat` says of some names of one directory, in columns: a million files cost 36 bytes each beside their names.
 * Row `i` belongs to `names[i]`. Links are followed.
 */
export interface DirStats extends StatColumns {
  readonly names: readonly string[];
  /** File type and permission bits; 0 if nothing is there or a link is broken. */
  readonly modes: Uint32Array;
  readonly sizes: Float64Array;
  readonly mtimesNs: BigInt64Array;
  readonly inos: BigUint64Array;
  readonly nlinks: Uint32Array;
}

/** Below this, opening the directory costs more than it saves. */
const FEW_NAMES = 8;

/**
 * Stats these names of a directory, synchronously; see statDirs of store/ for many. It is faster after loadNativeStat.
 *
 * @throws IO_FAILED if the system refuses; that nothing is there is no error
 */
export function statNames(dir: string, names: readonly string[]): DirStats {
  const stats = emptyStats(names);
  const left = names.length < FEW_NAMES ? undefined : statNatively(dir, names, stats);
  for (const row of left ?? names.keys()) {
    const stat = statIfThere(`${dir}/${names[row]}`);
    if (stat === undefined) continue;
    stats.modes[row] = Number(stat.mode);
    stats.sizes[row] = Number(stat.size);
    stats.mtimesNs[row] = stat.mtimeNs;
    stats.inos[row] = stat.ino;
    stats.nlinks[row] = Number(stat.nlink);
  }
  return stats;
}

/** The stats of names of which nothing is there. */
export function emptyStats(names: readonly string[]): DirStats {
  const { length } = names;
  return {
    names,
    modes: new Uint32Array(length),
    sizes: new Float64Array(length),
    mtimesNs: new BigInt64Array(length),
    inos: new BigUint64Array(length),
    nlinks: new Uint32Array(length),
  };
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
