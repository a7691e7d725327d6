import { type HashName, type Oid, parseOid } from "../../base/oid.ts";
import type { ContentStat } from "../../fs/file-stat.ts";
import { pumpFile } from "../../fs/pump-file.ts";
import { readStable } from "../../fs/stable-read.ts";
import type { LaneHasher } from "../../hash/lanes/md5-lanes.ts";
import { hashBytes } from "../../hash/md5.ts";
import type { AtOnce } from "./at-once.ts";
import { beginLane, type LargeHasher, largeHasher } from "./begin-lane.ts";
import { beginLarge, type JobRun } from "./each-item.ts";
import { isSettled } from "./set-digest.ts";

/** A file that was read while it did not change. */
export interface HashedFile {
  readonly oid: Oid;
  readonly stat: ContentStat;
  readonly settled: boolean;
}

/** A small file that was read. */
export interface SmallFile extends HashedFile {
  /** Its content, in a buffer that is used again: valid until the function that receives it waits or returns. */
  readonly bytes: Uint8Array;
}

/** What to read, and where a copy is to be made. */
export interface ReadRequest {
  readonly path: string;
  readonly hashName: HashName;
  /**
   * Called for a file that is not small, before it is read: where its bytes go on the way. The caller removes this
   * file after a failure.
   */
  readonly copyLarge?: () => { readonly path: string; readonly mode: number } | undefined;
}

/**
 * Reads a file once and hashes it, a tiny one at once. Who needs the bytes of a small one calls hashSmall.
 *
 * @throws FILE_CHANGED, FILE_UNREADABLE; errors of the system as they are
 */
export function readAndHash(request: ReadRequest, run: JobRun): AtOnce<HashedFile> {
  return hashSmall(request, run, (file) => file) ?? hashLarge(request, run);
}

/**
 * Does what readAndHash does, for small files only: at once, or beside other files of the job if that is faster.
 *
 * @returns what `use` makes of it; undefined if the file is not small
 */
export function hashSmall<R extends object>(
  { path, hashName }: ReadRequest,
  run: JobRun,
  use: (file: SmallFile) => AtOnce<R>,
): AtOnce<R> | undefined {
  const readAtMs = Date.now();
  const { bytes, stat } = readStable(path, run.buffer);
  if (bytes === undefined) return undefined;
  run.bytes += bytes.length;
  const settled = isSettled(stat.mtimeNs, readAtMs);
  const lane = beginLane(hashName, bytes.length, run);
  if (lane === undefined) return use({ oid: toOid(hashBytes(bytes, hashName)), stat, settled, bytes });
  return hashInLane(lane, bytes, (digest) => use({ oid: toOid(digest), stat, settled, bytes: lane.bytes }));
}

/** The bytes are copied before this returns. */
async function hashInLane<R>(hasher: LaneHasher, bytes: Uint8Array, use: (digest: string) => AtOnce<R>): Promise<R> {
  using lane = hasher;
  return await use(await lane.finish(bytes));
}

/** Does what readAndHash does, for files that are not small, and for one that has become small meanwhile. */
export async function hashLarge(request: ReadRequest, run: JobRun): Promise<HashedFile> {
  using progress = beginLarge(run);
  const readAtMs = Date.now();
  let hasher: LargeHasher | undefined;
  const onChunk = async (chunk: Uint8Array, sizeBytes: number) => {
    hasher ??= largeHasher(request.hashName, sizeBytes, run);
    await hasher.update(chunk);
    progress.onBytes(chunk.length);
  };
  try {
    const copyTo = request.copyLarge?.();
    const sink = { onChunk, checkAborted: progress.checkAborted, ...(copyTo === undefined ? {} : { copyTo }) };
    const stat = await pumpFile(request.path, sink);
    run.bytes += Number(stat.size);
    const digest = hasher === undefined ? hashBytes(new Uint8Array(0), request.hashName) : await hasher.digest();
    return { oid: toOid(digest), stat, settled: isSettled(stat.mtimeNs, readAtMs) };
  } finally {
    hasher?.[Symbol.dispose]();
  }
}

/** Brands a digest that was just computed. */
export function toOid(digest: string): Oid {
  const oid = parseOid(digest);
  if (oid === undefined) throw new Error(`not an MD5 digest: ${digest}`);
  return oid;
}
