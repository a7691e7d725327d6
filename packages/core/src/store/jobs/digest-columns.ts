import type { Oid } from "../../base/oid.ts";
import type { FileStat } from "../../fs/file-stat.ts";
import type { FileDigest } from "../file-digest.ts";
import { SETTLE_MS } from "../settle.ts";
import type { DigestColumns } from "./job.ts";

/** One row to be set. */
export interface DigestRow {
  readonly oid: Oid;
  readonly stat: FileStat;
  readonly settled: boolean;
}

/** Makes columns for this many files. */
export function makeColumns(count: number): DigestColumns {
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

/** Sets a row. */
export function setRow(columns: DigestColumns, index: number, { oid, stat, settled }: DigestRow): void {
  columns.oids[index] = oid;
  columns.sizes[index] = Number(stat.size);
  columns.mtimesNs[index] = stat.mtimeNs;
  columns.inos[index] = stat.ino;
  columns.modes[index] = Number(stat.mode);
  columns.nlinks[index] = Number(stat.nlink);
  columns.settled[index] = settled ? 1 : 0;
}

/** Reads a row; undefined if it was not set. */
export function rowOf(columns: DigestColumns, index: number): FileDigest | undefined {
  const oid = columns.oids[index];
  if (oid === undefined) return undefined;
  return {
    oid,
    sizeBytes: columns.sizes[index] ?? 0,
    mtimeNs: columns.mtimesNs[index] ?? 0n,
    ino: columns.inos[index] ?? 0n,
    mode: columns.modes[index] ?? 0,
    nlink: columns.nlinks[index] ?? 0,
    settled: columns.settled[index] === 1,
  };
}

const SETTLE_NS = BigInt(SETTLE_MS) * 1_000_000n;

/** Says whether a file was last modified at least 20 ms before a moment; see FileDigest.settled. */
export function isSettled(mtimeNs: bigint, readAtMs: number): boolean {
  return BigInt(readAtMs) * 1_000_000n - mtimeNs >= SETTLE_NS;
}
