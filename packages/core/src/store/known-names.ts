import type { Oid } from "../base/oid.ts";
import { listNames } from "../fs/list-dir.ts";
import { isFreshStore, type ObjectStore } from "./object-store.ts";

/** A stat costs 4 µs and a listed name 0.3 µs, so a listing pays while the store has less than ten names an object. */
const NAMES_PER_STAT = 10;
const SHARDS = 256;
const SAMPLED = ["00", "5b", "a4", "ff"];
/** Below this, listing 256 directories costs more than it can save. */
const FEW_OBJECTS = 2000;

/**
 * Tells which of the wanted objects have a name, from the listings of the shards; undefined if stats are cheaper.
 *
 * @returns a function that lists a shard when it is first asked for one of its objects. @throws IO_FAILED
 */
export function listIfWorthIt(store: ObjectStore, oids: readonly Oid[]): ((oid: Oid) => boolean) | undefined {
  if (!isListingWorthIt(store, oids.length)) return undefined;
  if (isFreshStore(store)) return () => false;
  const shards = new Map<string, ReadonlySet<string>>();
  return (oid) => {
    const shard = oid.slice(0, 2);
    let names = shards.get(shard);
    if (names === undefined) {
      names = new Set(listNames(`${store.dir}/${shard}`));
      shards.set(shard, names);
    }
    return names.has(oid.slice(2));
  };
}

/** Says whether so many objects are looked up faster in listings of the shards than by stats, from a sample. @throws IO_FAILED */
export function isListingWorthIt(store: ObjectStore, count: number): boolean {
  if (count < FEW_OBJECTS) return false;
  const sampled = SAMPLED.map((shard) => listNames(`${store.dir}/${shard}`)?.length ?? 0);
  const estimate = (sampled.reduce((sum, length) => sum + length, 0) / SAMPLED.length) * SHARDS;
  return estimate <= count * NAMES_PER_STAT;
}
