import type { RunContext } from "../../base/events.ts";
import type { HashName, Oid } from "../../base/oid.ts";
import { estimateListing } from "./estimate-objects.ts";
import { isWholeFaster } from "./find-in-storage.ts";
import { allMd5, folderOfPrefix, oidsInFolder, prefixes } from "./oids-in-folder.ts";
import type { RemoteStorage } from "./remote-storage.ts";

/** A storage with more objects than this is listed folder by folder anyway. */
const MOST_OBJECTS = 1_000_000;

/**
 * Lists all objects of one hash name, in no particular order: in one listing if that is short, else in 256, `jobs` of
 * them at once. Memory: the ids of so many folders.
 */
export async function* listObjectsInStorage(
  storage: RemoteStorage,
  hashName: HashName,
  run: RunContext,
): AsyncGenerator<Oid> {
  const cost = await estimateListing(storage, { hashName, mostObjects: MOST_OBJECTS }, run);
  if (isWholeFaster(cost, storage.jobs)) {
    yield* oidsInFolder(storage, allMd5, run);
    return;
  }
  const waiting = prefixes.map((prefix) => folderOfPrefix(hashName, prefix));
  const begun: Promise<readonly Oid[]>[] = [];
  const begin = (): void => {
    const next = waiting.shift();
    if (next === undefined) return;
    const listed = Array.fromAsync(oidsInFolder(storage, next, run));
    // Its failure is thrown when its turn comes.
    listed.catch(() => undefined);
    begun.push(listed);
  };
  for (let i = 0; i < storage.jobs; i++) begin();
  for (let listed = begun.shift(); listed !== undefined; listed = begun.shift()) {
    yield* await listed;
    begin();
  }
}
