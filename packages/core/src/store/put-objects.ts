import type { Oid } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import type { Job } from "./jobs/job.ts";
import { runItems } from "./jobs/run-items.ts";
import type { ObjectStore } from "./object-store.ts";

/** A small object in memory. */
export interface ObjectBytes {
  readonly oid: Oid;
  readonly bytes: Uint8Array;
}

/** How objects are put into a store. */
export interface PutOptions extends BatchOptions {
  /** Whether other threads do all of it, since the calling one has other work. Default: it helps. */
  readonly isElsewhere?: boolean | undefined;
}

/**
 * Puts many small objects into a store, each under the name that its bytes hash to; those that exist are left as they
 * are, after the check of findMissing. Memory: their bytes up to three times.
 *
 * @returns for each, in the order given, why it was not stored: OBJECT_CORRUPT if its bytes do not hash to its id, or
 *   IO_FAILED
 * @throws CANCELLED; some are stored then
 */
export async function putObjects(
  store: ObjectStore,
  objects: readonly ObjectBytes[],
  { isElsewhere, ...options }: PutOptions = {},
): Promise<readonly (Error | undefined)[]> {
  const failures = new Array<Error | undefined>(objects.length).fill(undefined);
  await runItems(
    {
      items: objects,
      isElsewhere,
      makeJob: (items) => putJob(store, items),
      onReply: (start, { errors }) => {
        for (const { index, error } of errors) failures[start + index] = unpackError(error);
      },
    },
    options,
  );
  return failures;
}

/** In one piece of memory: a view of a larger one would go to the thread with all of it. */
function putJob(store: ObjectStore, objects: readonly ObjectBytes[]): Job {
  const items = objects.map(({ oid, bytes }) => ({ oid, sizeBytes: bytes.length }));
  const bytes = Buffer.allocUnsafeSlow(items.reduce((total, { sizeBytes }) => total + sizeBytes, 0));
  let at = 0;
  for (const object of objects) {
    bytes.set(object.bytes, at);
    at += object.bytes.length;
  }
  return { kind: "put", store, bytes, items };
}
