import type { Oid } from "../base/oid.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * Yields the id of every object of a store, shard by shard in order. Names that are no object's are passed over,
 * temporary files among them. A store whose directory does not exist has none.
 */
export function listObjects(_store: ObjectStore): Generator<Oid, void, undefined> {
  throw new Error("not built yet");
}
