import type { HashName } from "../base/oid.ts";
import type { Job, PlaceTarget } from "./jobs/job.ts";
import { packBytes } from "./jobs/pack-bytes.ts";
import { type ObjectBytes, type PutOptions, putEach } from "./put-each.ts";

/** A small object in memory that is to become files. */
export interface PlacedObject extends ObjectBytes {
  readonly targets: readonly PlaceTarget[];
}

/**
 * Writes many small objects to files, each verified before its first one gets its name. The folders are there, and files
 * that exist are replaced. Memory: the bytes up to three times.
 *
 * @returns for each, in the order given, why not all of its files were written: OBJECT_CORRUPT if its bytes do not hash to
 *   its id, or IO_FAILED
 * @throws CANCELLED; some are written then
 */
export async function placeObjects(
  hashName: HashName,
  objects: readonly PlacedObject[],
  options: PutOptions = {},
): Promise<readonly (Error | undefined)[]> {
  return await putEach(objects, (some) => placeJob(hashName, some), options);
}

function placeJob(hashName: HashName, objects: readonly PlacedObject[]): Job {
  const items = objects.map(({ oid, bytes, targets }) => ({ oid, sizeBytes: bytes.length, targets }));
  return { kind: "place", hashName, bytes: packBytes(objects), items };
}
