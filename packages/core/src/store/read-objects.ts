import type { Oid } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import type { JobReply } from "./jobs/job.ts";
import { runItems } from "./jobs/run-items.ts";
import type { ObjectStore } from "./object-store.ts";

/** What is read. */
export interface ObjectsToRead {
  readonly oids: readonly Oid[];
  /** A larger object is not read, in bytes; at most 2 GB. */
  readonly maxBytes: number;
}

/**
 * Reads small objects whole, in other threads: a cold disk keeps nobody waiting but the caller. The bytes are not verified.
 * Memory: the bytes of all up to three times.
 *
 * @returns for each, in the order given, its bytes; undefined if it is not there, or larger than `maxBytes`
 * @throws IO_FAILED, CANCELLED
 */
export async function readObjects(
  store: ObjectStore,
  { oids, maxBytes }: ObjectsToRead,
  options: BatchOptions = {},
): Promise<readonly (Uint8Array | undefined)[]> {
  const found = new Array<Uint8Array | undefined>(oids.length).fill(undefined);
  await runItems(
    {
      items: oids,
      isElsewhere: true,
      makeJob: (items) => ({ kind: "read", store, items, maxBytes }),
      onReply: (start, reply) => takeContents(found, start, reply),
    },
    options,
  );
  return found;
}

/** @throws what the first object that failed has failed with */
function takeContents(
  into: (Uint8Array | undefined)[],
  start: number,
  { done, errors: [failed], contents }: JobReply,
): void {
  if (failed !== undefined) throw unpackError(failed.error);
  if (contents === undefined) return;
  let at = 0;
  for (const [row, sizeBytes] of contents.sizes.subarray(0, done).entries()) {
    if (sizeBytes < 0) continue;
    into[start + row] = contents.bytes.subarray(at, at + sizeBytes);
    at += sizeBytes;
  }
}
