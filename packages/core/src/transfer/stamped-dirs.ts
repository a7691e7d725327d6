import type { Oid } from "../base/oid.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { readTextIfExists } from "../fs/read-text-if-exists.ts";
import { removeTree } from "../fs/remove-tree.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";
import { confirmStored } from "../store/confirm-stored.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { type StoreStamp, storeStamp } from "../store/store-stamp.ts";
import type { VerifiedDirs, WholeDir } from "./verified-dirs.ts";

/** The members of smaller directories are looked up each time: that is fast, and notices objects that were tampered with. */
const MIN_MEMBERS = 1000;

/**
 * Opens the memory of a store on this machine in a folder: a file for each large directory, with the stamp of the store
 * at the time when it was found whole. It holds until a name comes into or goes from the store's folders.
 *
 * @param folder absolute, of one store; created when needed
 */
export function openStampedDirs(folder: string, store: ObjectStore): VerifiedDirs {
  let stamp: StoreStamp | undefined;
  const current = (): StoreStamp => {
    stamp ??= storeStamp(store);
    return stamp;
  };
  const add = ({ oid, members }: WholeDir): void => {
    if (members.length < MIN_MEMBERS || !current().isSettled) return;
    ensureDir(folder);
    writeFileAtomic(`${folder}/${oid}`, current().digest);
  };
  return {
    has: (oid) => readTextIfExists(`${folder}/${oid}`) === current().digest,
    add,
    async confirm(dirs) {
      const large = dirs.filter(({ members }) => members.length >= MIN_MEMBERS);
      if (large.length === 0) return;
      const confirmed = await confirmStored(store, oidsOf(large));
      stamp = confirmed.stamp;
      const absent = new Set(confirmed.absent);
      for (const dir of large) if (!oidsOf([dir]).some((oid) => absent.has(oid))) add(dir);
    },
    clear: () => removeTree(folder),
  };
}

function oidsOf(dirs: readonly WholeDir[]): Oid[] {
  return dirs.flatMap(({ oid, members }) => [oid, ...members]);
}
