import type { Oid } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import type { Job } from "./jobs/job.ts";
import { packBytes } from "./jobs/pack-bytes.ts";
import { runItems } from "./jobs/run-items.ts";
import type { ObjectStore } from "./object-store.ts";

/** A small object in memory. */
export interface ObjectBytes {
  readonly oid: Oid;
  readonly bytes: Uint8Array;
}

/** How objects are put into a store. */
export interface PutOptions extends BatchOptions {
  /** Whether other threads do all of it, since the calling one has other work. Default: they help where there is much. */
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
      lightItems: lightItems(objects),
      makeJob: (items) => putJob(store, items),
      onReply: (start, { errors }) => {
        for (const { index, error } of errors) failures[start + index] = unpackError(error);
      },
    },
    options,
  );
  return failures;
}

/** So many bytes of small objects are written by the calling thread, unless it has other work: a thread takes 50 ms to start. */
const LIGHT_BYTES = 512 << 10;

/** For runItems: all of them, or none. */
export function lightItems(objects: readonly ObjectBytes[]): number {
  return objects.reduce((total, { bytes }) => total + bytes.length, 0) <= LIGHT_BYTES ? objects.length : 0;
}

function putJob(store: ObjectStore, objects: readonly ObjectBytes[]): Job {
  const items = objects.map(({ oid, bytes }) => ({ oid, sizeBytes: bytes.length }));
  return { kind: "put", store, bytes: packBytes(objects), items };
}
