import type { Oid } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import { findAbsent } from "./find-absent.ts";
import { runItems } from "./jobs/run-items.ts";
import { workerPool } from "./jobs/worker-threads.ts";
import { isListingWorthIt } from "./known-names.ts";
import type { ObjectStore } from "./object-store.ts";
import { settle } from "./settle.ts";
import { changedFolders, type StoreStamp, storeStamp } from "./store-stamp.ts";

/** What confirmStored found. */
export interface StoredObjects {
  readonly absent: readonly Oid[];
  /** What the store looked like when all others were there; settled unless somebody changes it. */
  readonly stamp: StoreStamp;
}

/**
 * Looks whether objects that have just been stored are all there at one moment, so that this can be remembered with the
 * stamp of that moment.
 *
 * 1. Folders that have not changed since `before` have what they had.
 * 2. Those that changed are looked at, by the worker threads too if they are up; the caller may do something else
 *    meanwhile. Not yet those that changed in the last 20 ms, in which a name could go without a trace.
 * 3. These, and what has changed meanwhile, are looked at after the last stamp.
 *
 * @param before taken before the objects were looked for or stored. Default: every object is looked for
 * @throws IO_FAILED if the store cannot be read
 */
export async function confirmStored(
  store: ObjectStore,
  oids: readonly Oid[],
  before?: StoreStamp,
): Promise<StoredObjects> {
  const calledMs = performance.now();
  const first = storeStamp(store);
  const folders = [...Map.groupBy(oids, (oid) => oid.slice(0, 2)).values()];
  const isYoung = changedFolders(first, first);
  const isDoubtful = before === undefined ? () => true : changedFolders(before, first);
  const early = folders.filter(([oid]) => oid !== undefined && isDoubtful(oid) && !isYoung(oid));
  const absent = await findAbsentTogether(store, early);
  if (!first.isSettled) await settle(calledMs);
  const stamp = storeStamp(store);
  const isChanged = changedFolders(first, stamp);
  const late = folders.filter(([oid]) => oid !== undefined && isChanged(oid));
  return { absent: [...absent, ...findAbsent(store, late.flat())], stamp };
}

/** The threads have two jobs each, so that all of them are at work from the beginning. */
const FOLDERS_PER_JOB = 64;

async function findAbsentTogether(store: ObjectStore, folders: readonly (readonly Oid[])[]): Promise<Iterable<Oid>> {
  const count = folders.reduce((sum, { length }) => sum + length, 0);
  if (!workerPool().isReady || !isListingWorthIt(store, count)) return findAbsent(store, folders.flat());
  const incomplete: Oid[] = [];
  await runItems({
    items: folders,
    makeJob: (items) => ({ kind: "look-up", store, items: items.map((oids) => oids.join("\n")) }),
    onReply: (start, { done, states = [], errors }) => {
      const [first] = errors;
      if (first !== undefined) throw unpackError(first.error);
      for (let i = 0; i < done; i++) if (states[i] !== "present") incomplete.push(...(folders[start + i] ?? []));
    },
    batchSize: FOLDERS_PER_JOB,
    manyItems: 0,
  });
  return findAbsent(store, incomplete);
}
