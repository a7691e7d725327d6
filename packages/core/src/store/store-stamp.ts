import type { Oid } from "../base/oid.ts";
import { statNames } from "../fs/stat-names.ts";
import { hashBytes } from "../hash/md5.ts";
import type { ObjectStore } from "./object-store.ts";
import { SETTLE_MS, settle } from "./settle.ts";

/** What the folders of a store look like: names that come or go change it. */
export interface StoreStamp {
  readonly digest: string;
  /** Whether the folders are old enough that the next change is sure to show in their mtimes. */
  readonly isSettled: boolean;
  /** Mtimes and inodes of the folders, in the order of their names. */
  readonly folders: { readonly mtimesNs: BigInt64Array; readonly inos: BigUint64Array };
  /** Folders with an earlier mtime are old enough, in nanoseconds since 1970. */
  readonly settledNs: bigint;
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
  const isSettled = mtimesNs.every((mtimeNs) => mtimeNs < settledNs);
  return { digest: hashBytes(bytes), isSettled, folders: { mtimesNs, inos }, settledNs };
}

/**
 * Makes a function that says whether a name may have come into or gone from the folder of an object between two stamps: it
 * has changed, or was not old enough at the first.
 */
export function changedFolders(before: StoreStamp, after: StoreStamp): (oid: Oid) => boolean {
  const [a, b] = [before.folders, after.folders];
  const changed = SHARDS.filter(
    (_shard, i) =>
      (a.mtimesNs[i] ?? 0n) >= before.settledNs || a.mtimesNs[i] !== b.mtimesNs[i] || a.inos[i] !== b.inos[i],
  );
  const names = new Set(changed);
  return (oid) => names.has(oid.slice(0, 2));
}

/** Stats the folders of a store, after a wait of 20 ms if a name came or went just now. */
export async function settledStamp(store: ObjectStore): Promise<StoreStamp> {
  const stamp = storeStamp(store);
  if (stamp.isSettled) return stamp;
  await settle();
  return storeStamp(store);
}
