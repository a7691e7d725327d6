import type { Oid } from "../base/oid.ts";
import type { ObjectStore } from "./object-store.ts";
import type { BatchOptions } from "./work/batch-options.ts";

/** Options of findMissing. */
export interface FindMissingOptions extends BatchOptions {
  /**
   * `modes` follows DVC: an object whose mode is exactly 0444 is trusted, any other is hashed, then made 0444 or set
   * aside. `names` only looks whether the name is there, which is faster for many objects. Default: `modes`.
   */
  readonly check?: "modes" | "names";
}

/**
 * Tells which objects a store does not have, in the order of `oids`, each once. An object that does not hash to its
 * name counts as missing and is set aside; see quarantineObject.
 *
 * @throws IO_FAILED if the store cannot be read; a store whose directory does not exist is empty
 */
export function findMissing(
  _store: ObjectStore,
  _oids: Iterable<Oid>,
  _options: FindMissingOptions = {},
): Promise<readonly Oid[]> {
  throw new Error("not built yet");
}
