/**
 * What `stat` says of some names of one directory, in columns: a million files cost 40 bytes each. Row `i` belongs to
 * `names[i]`. Links are followed.
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

/** Stats these names of a directory, synchronously; see statDirs of store/ for many. */
export function statNames(_dir: string, _names: readonly string[]): DirStats {
  throw new Error("not built yet");
}
