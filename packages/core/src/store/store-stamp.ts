import { statNames } from "../fs/stat-names.ts";
import { hashBytes } from "../hash/md5.ts";
import type { ObjectStore } from "./object-store.ts";
import { SETTLE_MS, settle } from "./settle.ts";

/** What the folders of a store look like: names that come or go change it. */
export interface StoreStamp {
  readonly digest: string;
  /** Whether the folders are old enough that the next change is sure to show in their mtimes. */
  readonly isSettled: boolean;
}

/** A change of a directory in the same tick of the disk's clock could leave its mtime as it is. */
const SETTLE_NS = BigInt(SETTLE_MS) * 1_000_000n;

/** Two digits for each folder of objects. */
const SHARDS = Array.from({ length: 256 }, (_unused, i) => i.toString(16).padStart(2, "0"));

/** Stats the folders of a store; call it before looking up objects. */
export function storeStamp({ dir }: ObjectStore): StoreStamp {
  const { mtimesNs, inos } = statNames(dir, SHARDS);
  const bytes = Buffer.concat([Buffer.from(mtimesNs.buffer), Buffer.from(inos.buffer)]);
  const settledNs = BigInt(Date.now()) * 1_000_000n - SETTLE_NS;
  return { digest: hashBytes(bytes), isSettled: mtimesNs.every((mtimeNs) => mtimeNs < settledNs) };
}

/** Stats the folders of a store, after a wait of 20 ms if a name came or went just now. */
export async function settledStamp(store: ObjectStore): Promise<StoreStamp> {
  const stamp = storeStamp(store);
  if (stamp.isSettled) return stamp;
  await settle();
  return storeStamp(store);
}
