import type { Oid } from "../base/oid.ts";
import { statNames } from "../fs/stat-names.ts";
import type { ObjectStore } from "./object-store.ts";

/** The sizes of objects in bytes, in their order; 0 for one that is not there. */
export function statObjects(store: ObjectStore, oids: readonly Oid[]): Float64Array {
  const names = oids.map((oid) => `${oid.slice(0, 2)}/${oid.slice(2)}`);
  return statNames(store.dir, names).sizes;
}
