import type { HashName } from "../../base/oid.ts";
import { LANE_BYTES } from "../../hash/lanes/lane.ts";
import { type LaneHasher, Md5Lanes } from "../../hash/lanes/md5-lanes.ts";
import { makeHasher } from "../../hash/md5.ts";
import type { AtOnce } from "./at-once.ts";
import type { JobRun } from "./each-item.ts";

/** Below, a promise and a copy cost more than hashing by node:crypto, which takes 20 µs for as much. */
export const MIN_LANE_BYTES = 16_384;
/** A file that is left over when the others are done goes on at half the speed of node:crypto. */
const MAX_BYTES = 64 << 20;
/** Making the program takes 20 ms of processor time, in which node:crypto hashes as much. */
const LOAD_FROM_BYTES = 16 << 20;

/**
 * Begins to hash a file beside others of the job.
 *
 * @returns undefined if it is hashed faster by itself
 */
export function beginLane(hashName: HashName, sizeBytes: number, { control }: JobRun): LaneHasher | undefined {
  if (control.filesAtOnce === 1 || hashName !== "md5" || sizeBytes < MIN_LANE_BYTES || sizeBytes > MAX_BYTES)
    return undefined;
  if (seenBytes < LOAD_FROM_BYTES) {
    seenBytes += sizeBytes;
    return undefined;
  }
  lanes ??= { loaded: Md5Lanes.load() };
  return lanes.loaded?.begin();
}

/** Of files that could have been hashed beside others, in this thread. */
let seenBytes = 0;
let lanes: { readonly loaded: Md5Lanes | undefined } | undefined;

/** Hashes a file that is not small. */
export interface LargeHasher extends Disposable {
  /** Takes the pieces of pumpFile. */
  update(piece: Uint8Array): AtOnce<void>;
  /** The digest as 32 lower-case hexadecimal digits. */
  digest(): AtOnce<string>;
}

/** Makes the faster one of two hashers, beside the other files of the job or by itself. */
export function largeHasher(hashName: HashName, sizeBytes: number, run: JobRun): LargeHasher {
  const lane = beginLane(hashName, sizeBytes, run);
  if (lane === undefined) return { ...makeHasher(hashName), [Symbol.dispose]: () => undefined };
  let digest: string | undefined;
  return {
    update: async (piece) => {
      if (piece.length === LANE_BYTES) await lane.update(piece);
      else digest = await lane.finish(piece);
    },
    digest: () => digest ?? lane.finish(new Uint8Array(0)),
    [Symbol.dispose]: () => lane[Symbol.dispose](),
  };
}
