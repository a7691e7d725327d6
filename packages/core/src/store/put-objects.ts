import type { Job } from "./jobs/job.ts";
import { packBytes } from "./jobs/pack-bytes.ts";
import type { ObjectStore } from "./object-store.ts";
import { type ObjectBytes, type PutOptions, putEach } from "./put-each.ts";

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
  options: PutOptions = {},
): Promise<readonly (Error | undefined)[]> {
  return await putEach(objects, (some) => putJob(store, some), options);
}

function putJob(store: ObjectStore, objects: readonly ObjectBytes[]): Job {
  const items = objects.map(({ oid, bytes }) => ({ oid, sizeBytes: bytes.length }));
  return { kind: "put", store, bytes: packBytes(objects), items };
}
