import type { Oid } from "../base/oid.ts";
import { statNames } from "../fs/stat-names.ts";
import { listIfWorthIt } from "./known-names.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * Tells which objects have no name in a store, each once, in no particular order. Other than findMissing it reads no
 * content and changes nothing: for commands that only look.
 *
 * @throws IO_FAILED if the store cannot be read; a store whose directory does not exist is empty
 */
export function findAbsent(store: ObjectStore, oids: readonly Oid[]): ReadonlySet<Oid> {
  const isListed = listIfWorthIt(store, oids);
  if (isListed !== undefined) return new Set(oids.filter((oid) => !isListed(oid)));
  const { modes } = statNames(
    store.dir,
    oids.map((oid) => `${oid.slice(0, 2)}/${oid.slice(2)}`),
  );
  return new Set(oids.filter((_oid, i) => modes[i] === 0));
}
