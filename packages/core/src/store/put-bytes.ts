import type { Oid } from "../base/oid.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * Puts bytes into a store under the name that they hash to, which must be `oid`; for manifests, whose members must be
 * there already. An existing object is left as it is, after the check of findMissing.
 *
 * @throws OBJECT_CORRUPT if the bytes do not hash to `oid`, IO_FAILED if the store cannot be written
 */
export function putBytes(_store: ObjectStore, _oid: Oid, _bytes: Uint8Array): Promise<void> {
  throw new Error("not built yet");
}
