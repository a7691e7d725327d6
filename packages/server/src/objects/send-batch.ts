import { frameHead, type Oid } from "@lode/core/engine";
import type { AccessTarget } from "../accounts/access.ts";
import { claimedSizes } from "./claims.ts";
import type { ObjectStorage } from "./object-storage.ts";
import { BATCH_OBJECT_MAX_BYTES } from "./receive-batch.ts";
import type { ObjectPlaces } from "./receive-object.ts";

/** Small objects are sent together in pieces of about this size. */
const PIECE_BYTES = 256 * 1024;

/** Gives the objects of a repository that are asked for as frames, in their order. The receiver verifies the bytes. */
export async function* sendBatch(
  { database, objects }: ObjectPlaces,
  repository: AccessTarget,
  oids: readonly Oid[],
): AsyncGenerator<Buffer> {
  const sizes = await claimedSizes(database, repository.id, { hashName: "md5", oids });
  let parts: Buffer[] = [];
  let length = 0;
  for (const oid of oids) {
    for (const part of await frameOf(objects, oid, sizes.get(oid))) {
      parts.push(part);
      length += part.length;
    }
    if (length < PIECE_BYTES) continue;
    yield Buffer.concat(parts, length);
    parts = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(parts, length);
}

/** @param sizeBytes undefined if the repository does not hold the object */
async function frameOf({ remote }: ObjectStorage, oid: Oid, sizeBytes: number | undefined): Promise<readonly Buffer[]> {
  if (sizeBytes === undefined) return [frameHead(oid, "missing")];
  if (sizeBytes > BATCH_OBJECT_MAX_BYTES) return [frameHead(oid, "large")];
  const bytes = await remote.readObject({ hashName: "md5", oid });
  return bytes === undefined ? [frameHead(oid, "missing")] : [frameHead(oid, bytes.length), bytes];
}
