import type { Oid } from "../base/oid.ts";
import type { ObjectStore } from "./object-store.ts";
import type { BatchOptions } from "./work/batch-options.ts";

/**
 * Removes objects, manifests before all others, so that none is ever without its members. What is not there is passed
 * over. The caller has made sure that nothing needs them.
 *
 * @returns the number of objects and bytes that were removed
 */
export function removeObjects(
  _store: ObjectStore,
  _oids: readonly Oid[],
  _options: Pick<BatchOptions, "signal"> = {},
): Promise<{ readonly objects: number; readonly bytes: number }> {
  throw new Error("not built yet");
}
