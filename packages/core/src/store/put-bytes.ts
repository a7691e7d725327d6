import type { Oid } from "../base/oid.ts";
import { fileModes } from "../fs/file-modes.ts";
import { ioError } from "../fs/io-error.ts";
import { placeBytes, placeNew } from "../fs/place-file.ts";
import { hashBytes } from "../hash/md5.ts";
import { findMissing } from "./find-missing.ts";
import { refuseOthers } from "./jobs/put-job.ts";
import { type ObjectStore, objectPath, objectPlace } from "./object-store.ts";

/**
 * Puts bytes into a store under the name that they hash to, which must be `oid`; for manifests, whose members must be
 * there already. An existing object is left as it is, after the check of findMissing.
 *
 * @throws OBJECT_CORRUPT if the bytes do not hash to `oid`, IO_FAILED if the store cannot be written
 */
export async function putBytes(store: ObjectStore, oid: Oid, bytes: Uint8Array): Promise<void> {
  const path = objectPath(store, oid);
  refuseOthers(store, oid, hashBytes(bytes, store.hashName));
  const place = objectPlace(store, oid, fileModes(store.shared));
  try {
    if (placeNew(place, bytes) !== undefined) return;
    if ((await findMissing(store, [oid])).length > 0) placeBytes(place, bytes);
  } catch (error) {
    throw ioError({ action: "write the object", path }, error);
  }
}
