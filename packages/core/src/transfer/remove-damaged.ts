import { isDirOid, type Oid } from "../base/oid.ts";
import { findMissing } from "../store/find-missing.ts";
import { verifyObjects } from "../store/verify-objects.ts";
import type { Route } from "./fetch-objects.ts";
import type { MoveContext } from "./transfer-progress.ts";

/**
 * Removes damaged objects from a remote, manifests first, so that they can be sent again: only those of which the store
 * has a copy that was just read and hashed.
 *
 * @param damaged objects of the remote that are known not to hash to their names
 * @returns those that were removed
 * @throws what the remote throws, if it cannot delete; CANCELLED
 */
export async function removeDamaged(
  { store, remote }: Route,
  damaged: readonly Oid[],
  context: MoveContext,
): Promise<readonly Oid[]> {
  const options = context.signal === undefined ? {} : { signal: context.signal };
  const absent = new Set(await findMissing(store, damaged, options));
  const present = damaged.filter((oid) => !absent.has(oid));
  const unsound = new Set((await verifyObjects(store, present, options)).damaged.map(({ oid }) => oid));
  const removable = present.filter((oid) => !unsound.has(oid));
  const { hashName } = store;
  for (const oids of [removable.filter(isDirOid), removable.filter((oid) => !isDirOid(oid))]) {
    if (oids.length > 0) await remote.remove({ hashName, oids }, context);
  }
  return removable;
}
