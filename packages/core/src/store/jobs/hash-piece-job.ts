import { type Hasher, makeHasher } from "../../hash/md5.ts";
import type { HashPieceJob, JobReply } from "./job.ts";

/** Of this thread, by the number of the stream. */
const hashers = new Map<number, Hasher>();

/** Runs a HashPieceJob. */
export async function hashPiece({ stream, hashName, piece, isLast }: HashPieceJob): Promise<JobReply> {
  const hasher = hashers.get(stream) ?? makeHasher(hashName);
  hasher.update(piece);
  const reply = { done: 1, bytes: piece.length, errors: [] };
  if (!isLast) {
    hashers.set(stream, hasher);
    return reply;
  }
  hashers.delete(stream);
  return { ...reply, digest: hasher.digest() };
}
