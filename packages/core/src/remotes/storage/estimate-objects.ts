import type { RunContext } from "../../base/events.ts";
import type { HashName } from "../../base/oid.ts";
import { folderOfPrefix, oidsInFolder, prefixes } from "./oids-in-folder.ts";
import type { RemoteStorage } from "./remote-storage.ts";

/** Names that one request of a folder-by-folder listing brings, about: an answer of SFTP or WebDAV holds at least these. */
export const FOLDER_PAGE = 100;

/** What a listing of objects would cost. Infinite: more than was asked about. */
export interface ListingCost {
  /** Requests to list the objects that begin with the same two digits. */
  readonly perPrefix: number;
  /** Requests to list them all at once, which come one after the other; infinite where a request lists one folder. */
  readonly whole: number;
}

/**
 * Estimates what listing costs: digests are spread evenly, so one of the 256 folders tells how full all are.
 *
 * @param mostObjects counting ends when the storage has more than so many
 */
export async function estimateListing(
  storage: RemoteStorage,
  { hashName, mostObjects }: { readonly hashName: HashName; readonly mostObjects: number },
  run: RunContext,
): Promise<ListingCost> {
  const { pageFiles } = storage;
  let objects = 0;
  for await (const _ of oidsInFolder(storage, folderOfPrefix(hashName, "00"), run)) {
    objects += prefixes.length;
    if (objects > mostObjects) return { perPrefix: Number.POSITIVE_INFINITY, whole: Number.POSITIVE_INFINITY };
  }
  const pages = (count: number): number => Math.max(1, Math.ceil(count / (pageFiles ?? FOLDER_PAGE)));
  const isOneListing = hashName === "md5" && pageFiles !== undefined;
  return {
    perPrefix: pages(objects / prefixes.length),
    whole: isOneListing ? pages(objects) : Number.POSITIVE_INFINITY,
  };
}
