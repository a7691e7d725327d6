import type { RunContext } from "../../base/events.ts";
import type { HashName, Oid } from "../../base/oid.ts";
import { defaultRetries, retryPassing } from "../retry-passing.ts";
import { estimateListing } from "./estimate-objects.ts";
import { isWholeFaster } from "./find-in-storage.ts";
import { allMd5, folderOfPrefix, type ObjectFolder, oidsInFolder, prefixes } from "./oids-in-folder.ts";
import type { RemoteStorage } from "./remote-storage.ts";

/** A storage with more objects than this is listed folder by folder anyway. */
const MOST_OBJECTS = 1_000_000;

/**
 * Lists all objects of one hash name, in no particular order: in one listing if that is short, else in 256, `jobs` of
 * them at once. A listing that fails because of the network is begun again. Memory: the ids of so many folders.
 */
export async function* listObjectsInStorage(
  storage: RemoteStorage,
  hashName: HashName,
  run: RunContext,
): AsyncGenerator<Oid> {
  const retried = <T>(work: () => Promise<T>): Promise<T> => retryPassing(work, defaultRetries, run.signal);
  const listed = (folder: ObjectFolder) => retried(() => Array.fromAsync(oidsInFolder(storage, folder, run)));
  const cost = await retried(() => estimateListing(storage, { hashName, mostObjects: MOST_OBJECTS }, run));
  if (isWholeFaster(cost, storage.jobs)) {
    yield* await listed(allMd5);
    return;
  }
  const waiting = prefixes.map((prefix) => folderOfPrefix(hashName, prefix));
  const begun: Promise<readonly Oid[]>[] = [];
  const begin = (): void => {
    const next = waiting.shift();
    if (next === undefined) return;
    const oids = listed(next);
    // Its failure is thrown when its turn comes.
    oids.catch(() => undefined);
    begun.push(oids);
  };
  for (let i = 0; i < storage.jobs; i++) begin();
  for (let oids = begun.shift(); oids !== undefined; oids = begun.shift()) {
    yield* await oids;
    begin();
  }
}
