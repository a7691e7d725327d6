import type { HashName } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { PlaceTarget } from "./jobs/job.ts";
import { packBytes } from "./jobs/pack-bytes.ts";
import { runItems } from "./jobs/run-items.ts";
import { lightItems, type ObjectBytes, type PutOptions } from "./put-objects.ts";

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
  { isElsewhere, ...options }: PutOptions = {},
): Promise<readonly (Error | undefined)[]> {
  const failures = new Array<Error | undefined>(objects.length).fill(undefined);
  await runItems(
    {
      items: objects,
      isElsewhere,
      lightItems: lightItems(objects),
      makeJob: (items) => ({
        kind: "place",
        hashName,
        bytes: packBytes(items),
        items: items.map(({ oid, bytes, targets }) => ({ oid, sizeBytes: bytes.length, targets })),
      }),
      onReply: (start, { errors }) => {
        for (const { index, error } of errors) failures[start + index] = unpackError(error);
      },
    },
    options,
  );
  return failures;
}
