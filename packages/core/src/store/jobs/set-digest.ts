import type { Oid } from "../../base/oid.ts";
import type { ContentStat } from "../../fs/file-stat.ts";
import type { FileDigests } from "../file-digests.ts";
import { SETTLE_MS } from "../settle.ts";

/** One row to be set. */
export interface DigestRow {
  readonly oid: Oid;
  readonly stat: ContentStat;
  readonly settled: boolean;
}

/** Sets a row. */
export function setDigest(digests: FileDigests, index: number, { oid, stat, settled }: DigestRow): void {
  digests.oids[index] = oid;
  digests.sizes[index] = Number(stat.size);
  digests.mtimesNs[index] = stat.mtimeNs;
  digests.inos[index] = stat.ino;
  digests.modes[index] = Number(stat.mode);
  digests.nlinks[index] = Number(stat.nlink);
  digests.settled[index] = settled ? 1 : 0;
}

const SETTLE_NS = BigInt(SETTLE_MS) * 1_000_000n;

/** Says whether a file was last modified at least 20 ms before a moment; see FileDigests. */
export function isSettled(mtimeNs: bigint, readAtMs: number): boolean {
  return BigInt(readAtMs) * 1_000_000n - mtimeNs >= SETTLE_NS;
}
