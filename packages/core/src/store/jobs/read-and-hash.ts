import { type HashName, type Oid, parseOid } from "../../base/oid.ts";
import type { FileStat } from "../../fs/file-stat.ts";
import { pumpFile } from "../../fs/pump-file.ts";
import { readStable } from "../../fs/stable-read.ts";
import { hashBytes, makeHasher } from "../../hash/md5.ts";
import type { AtOnce } from "./at-once.ts";
import { beginLarge, type JobRun } from "./each-item.ts";
import { isSettled } from "./set-digest.ts";

/** A file that was read while it did not change. */
export interface HashedFile {
  readonly oid: Oid;
  readonly stat: FileStat;
  readonly settled: boolean;
}

/** A small file that was read. */
export interface SmallFile extends HashedFile {
  /** Its content, in the buffer of the run: valid until the next file is read, and so not across an await. */
  readonly bytes: Buffer;
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
 * Reads a file once and hashes it, a small one at once. Who needs the bytes of a small one calls hashSmall.
 *
 * @throws FILE_CHANGED, FILE_UNREADABLE; errors of the system as they are
 */
export function readAndHash(request: ReadRequest, run: JobRun): AtOnce<HashedFile> {
  return hashSmall(request, run) ?? hashLarge(request, run);
}

/**
 * Does what readAndHash does, for small files only.
 *
 * @returns undefined if the file is not small
 */
export function hashSmall({ path, hashName }: ReadRequest, run: JobRun): SmallFile | undefined {
  const readAtMs = Date.now();
  const { bytes, stat } = readStable(path, run.buffer);
  if (bytes === undefined) return undefined;
  run.bytes += bytes.length;
  return { oid: toOid(hashBytes(bytes, hashName)), stat, settled: isSettled(stat.mtimeNs, readAtMs), bytes };
}

/** Does what readAndHash does, for files that are not small, and for one that has become small meanwhile. */
export async function hashLarge(request: ReadRequest, run: JobRun): Promise<HashedFile> {
  const { checkAborted, onBytes } = beginLarge(run);
  const readAtMs = Date.now();
  const hasher = makeHasher(request.hashName);
  const onChunk = (chunk: Uint8Array) => {
    hasher.update(chunk);
    onBytes(chunk.length);
  };
  const copyTo = request.copyLarge?.();
  const sink = { onChunk, checkAborted, ...(copyTo === undefined ? {} : { copyTo }) };
  const stat = await pumpFile(request.path, sink);
  run.bytes += Number(stat.size);
  return { oid: toOid(hasher.digest()), stat, settled: isSettled(stat.mtimeNs, readAtMs) };
}

/** Brands a digest that was just computed. */
export function toOid(digest: string): Oid {
  const oid = parseOid(digest);
  if (oid === undefined) throw new Error(`not an MD5 digest: ${digest}`);
  return oid;
}
