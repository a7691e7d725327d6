import type { Oid } from "../base/oid.ts";

/**
 * The content of files with what `stat` said of each while it was read, in columns: a million files cost 45 bytes each
 * beside their ids. Row `i` belongs to whatever was asked for at place `i`.
 */
export interface FileDigests {
  /** Undefined where there is no digest; the other columns say nothing then. */
  readonly oids: (Oid | undefined)[];
  readonly sizes: Float64Array;
  readonly mtimesNs: BigInt64Array;
  readonly inos: BigUint64Array;
  /** File type and permission bits. */
  readonly modes: Uint32Array;
  /** Number of hard links. */
  readonly nlinks: Uint32Array;
  /**
   * 0 if the file was modified within 20 ms before it was read: a later edit in the same tick of the file system's clock
   * could leave size and mtime as they are, so the stat cache must not trust this digest. Otherwise 1.
   */
  readonly settled: Uint8Array;
}

/** Makes columns without any digest. */
export function makeDigests(count: number): FileDigests {
  return {
    oids: new Array<Oid | undefined>(count).fill(undefined),
    sizes: new Float64Array(count),
    mtimesNs: new BigInt64Array(count),
    inos: new BigUint64Array(count),
    modes: new Uint32Array(count),
    nlinks: new Uint32Array(count),
    settled: new Uint8Array(count),
  };
}

/** Copies the first `count` rows to other columns, from row `start` on. */
export function copyDigests(
  from: FileDigests,
  to: FileDigests,
  { start, count }: { readonly start: number; readonly count: number },
): void {
  for (let i = 0; i < count; i++) to.oids[start + i] = from.oids[i];
  to.sizes.set(from.sizes.subarray(0, count), start);
  to.mtimesNs.set(from.mtimesNs.subarray(0, count), start);
  to.inos.set(from.inos.subarray(0, count), start);
  to.modes.set(from.modes.subarray(0, count), start);
  to.nlinks.set(from.nlinks.subarray(0, count), start);
  to.settled.set(from.settled.subarray(0, count), start);
}

/** Puts columns after others; where there is nothing to join, what is given comes back as it is. */
export function joinDigests(first: FileDigests, second: FileDigests): FileDigests {
  const [start, count] = [first.oids.length, second.oids.length];
  if (start === 0 || count === 0) return start === 0 ? second : first;
  const joined = makeDigests(start + count);
  copyDigests(first, joined, { start: 0, count: start });
  copyDigests(second, joined, { start, count });
  return joined;
}

/** Makes longer columns in which row `rows[i]` is row `i` of the given ones; the others have no digest. */
export function spreadDigests(from: FileDigests, rows: readonly number[], length: number): FileDigests {
  const to = makeDigests(length);
  for (const [i, row] of rows.entries()) {
    to.oids[row] = from.oids[i];
    to.sizes[row] = from.sizes[i] ?? 0;
    to.mtimesNs[row] = from.mtimesNs[i] ?? 0n;
    to.inos[row] = from.inos[i] ?? 0n;
    to.modes[row] = from.modes[i] ?? 0;
    to.nlinks[row] = from.nlinks[i] ?? 0;
    to.settled[row] = from.settled[i] ?? 0;
  }
  return to;
}
