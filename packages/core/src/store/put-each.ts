import type { Oid } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import type { Job } from "./jobs/job.ts";
import { runItems } from "./jobs/run-items.ts";

/** A small object in memory. */
export interface ObjectBytes {
  readonly oid: Oid;
  readonly bytes: Uint8Array;
}

/** How small objects are written. */
export interface PutOptions extends BatchOptions {
  /** Whether other threads do all of it, since the calling one has other work. Default: they help where there is much. */
  readonly isElsewhere?: boolean | undefined;
}

/** So many bytes of small objects are written by the calling thread, unless it has other work: a thread takes 50 ms to start. */
const LIGHT_BYTES = 512 << 10;

/**
 * Writes small objects in batches, by jobs that say of each whether it failed.
 *
 * @returns for each, in the order given, why it was not written
 * @throws CANCELLED; some are written then
 */
export async function putEach<Item extends ObjectBytes>(
  objects: readonly Item[],
  makeJob: (objects: readonly Item[]) => Job,
  { isElsewhere, ...options }: PutOptions,
): Promise<readonly (Error | undefined)[]> {
  const failures = new Array<Error | undefined>(objects.length).fill(undefined);
  const sizeBytes = objects.reduce((total, { bytes }) => total + bytes.length, 0);
  await runItems(
    {
      items: objects,
      isElsewhere,
      lightItems: sizeBytes <= LIGHT_BYTES ? objects.length : 0,
      makeJob,
      onReply: (start, { errors }) => {
        for (const { index, error } of errors) failures[start + index] = unpackError(error);
      },
    },
    options,
  );
  return failures;
}
