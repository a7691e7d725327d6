import { type Oid, parseOid } from "../base/oid.ts";
import { listNames } from "../fs/list-dir.ts";
import { type ObjectStore, SHARD_NAME } from "./object-store.ts";

/**
 * Yields the id of every object of a store, shard by shard in order. Names that are no object's are passed over,
 * temporary files among them. A store whose directory does not exist has none.
 */
export function* listObjects(store: ObjectStore): Generator<Oid, void, undefined> {
  const shards = (listNames(store.dir) ?? []).filter((name) => SHARD_NAME.test(name)).sort();
  for (const shard of shards) {
    for (const name of listNames(`${store.dir}/${shard}`) ?? []) {
      const oid = parseOid(shard + name);
      if (oid !== undefined) yield oid;
    }
  }
}
