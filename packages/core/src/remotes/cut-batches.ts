import type { Oid } from "../../base/oid.ts";

/** An object of a batch. */
export interface SizedObject {
  readonly oid: Oid;
  readonly sizeBytes: number;
}

/** What one stream holds at most: what a connection that breaks off may cost. */
const OBJECTS_MAX = 10_000;
const BYTES_MAX = 64 * 1024 * 1024;

/** Cuts objects into batches, each for one stream. */
export function* cutBatches(objects: readonly SizedObject[]): Generator<readonly SizedObject[]> {
  let batch: SizedObject[] = [];
  let bytes = 0;
  for (const object of objects) {
    if (batch.length > 0 && (batch.length >= OBJECTS_MAX || bytes + object.sizeBytes > BYTES_MAX)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(object);
    bytes += object.sizeBytes;
  }
  if (batch.length > 0) yield batch;
}
