import type { Oid } from "../base/oid.ts";
import { listNames } from "../fs/list-dir.ts";
import type { ObjectStore } from "./object-store.ts";

/** A stat costs 4 µs and a listed name 0.3 µs, so a listing pays while the store has less than ten names an object. */
const NAMES_PER_STAT = 10;
const SHARDS = 256;
const SAMPLED = ["00", "5b", "a4", "ff"];
/** Below this, listing 256 directories costs more than it can save. */
const FEW_OBJECTS = 2000;

/**
 * The wanted objects whose names are there, from the listings of all shards; undefined if stats are cheaper.
 *
 * @throws IO_FAILED
 */
export function listIfWorthIt(store: ObjectStore, oids: readonly Oid[]): ReadonlySet<Oid> | undefined {
  if (oids.length < FEW_OBJECTS) return undefined;
  const sampled = SAMPLED.map((shard) => listNames(`${store.dir}/${shard}`)?.length ?? 0);
  const estimate = (sampled.reduce((sum, count) => sum + count, 0) / SAMPLED.length) * SHARDS;
  if (estimate > oids.length * NAMES_PER_STAT) return undefined;
  const found = new Set<Oid>();
  for (const [shard, members] of Map.groupBy(oids, (oid) => oid.slice(0, 2))) {
    const names = new Set(listNames(`${store.dir}/${shard}`));
    for (const oid of members) if (names.has(oid.slice(2))) found.add(oid);
  }
  return found;
}
