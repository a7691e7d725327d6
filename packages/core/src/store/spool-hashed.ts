import type { Readable } from "node:stream";
import type { HashName } from "../base/oid.ts";
import { spoolPieces } from "../fs/spool-pieces.ts";
import type { SpooledFile, SpoolTarget } from "../fs/spool-stream.ts";
import { removeIfThere } from "../fs/write-file-atomic.ts";
import { PieceHasher } from "./piece-hasher.ts";

/** A temporary file whose bytes were hashed while they were written. */
export interface HashedSpool extends SpooledFile {
  /** 32 hexadecimal digits. */
  readonly digest: string;
}

/**
 * Writes a stream to a temporary file and hashes it meanwhile, a long one in another thread: neither of the two waits for the
 * other, and the calling thread has time to receive. If anything fails, the file is gone. Memory: see spoolPieces.
 *
 * @throws IO_FAILED if the system refuses; what the stream throws, as it is
 */
export async function spoolHashed(target: SpoolTarget, stream: Readable, hashName: HashName): Promise<HashedSpool> {
  using hasher = new PieceHasher(hashName);
  const spooled = await spoolPieces(target, stream, hasher);
  try {
    return { ...spooled, digest: await hasher.digest() };
  } catch (error) {
    removeIfThere(spooled.path);
    throw error;
  }
}
