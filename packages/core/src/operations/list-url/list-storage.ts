import { compareCodePoints } from "../../base/code-point-order.ts";
import type { RunContext } from "../../base/events.ts";
import { splitUrl } from "../../formats/config/split-url.ts";
import type { StorageEntry } from "../../remotes/storage/remote-storage.ts";
import type { StoragePlace } from "../../source/url/url-place.ts";
import { urlMissing } from "../../source/url/url-state.ts";
import type { ListedUrlEntry, ListUrlOptions } from "./list-url-options.ts";

/**
 * Lists what is at a URL of storage over a network, in the order of the paths.
 *
 * @throws URL_MISSING, and what the storage throws
 */
export async function listStorage(
  place: StoragePlace,
  options: ListUrlOptions,
  run: RunContext,
): Promise<readonly ListedUrlEntry[]> {
  const { folders = false, maxDepth } = options;
  const path = folders ? "" : wholePath(place);
  const file = await place.files.stat(run);
  if (file !== undefined) return [{ path, isdir: false, size: file.sizeBytes ?? null }];
  const top = await place.files.list("", { recursive: false }, run);
  if (top.length === 0) throw urlMissing(place);
  if (maxDepth === 0) return [{ path, isdir: true, size: null }];
  const entries: ListedUrlEntry[] = folders ? [{ path: "", isdir: true, size: null }] : [];
  await collect({ place, options, run, entries }, { level: top, depth: 1 });
  return entries.sort((a, b) => compareCodePoints(a.path, b.path));
}

/** As DVC prints a file: of buckets with their name, of servers without theirs; of the web the whole URL. */
function wholePath({ scheme, url, address }: StoragePlace): string {
  if (scheme === "http" || scheme === "https") return url;
  const { host = "", path = "" } = splitUrl(address) ?? {};
  return ["ssh", "webdav", "webdavs"].includes(scheme) ? path : `${host}${path}`;
}

interface Listing {
  readonly place: StoragePlace;
  readonly options: ListUrlOptions;
  readonly run: RunContext;
  readonly entries: ListedUrlEntry[];
}

/** Below the last level that is shown nothing is asked for; without a last level, a folder's files come at once. */
async function collect(
  listing: Listing,
  { level, depth }: { readonly level: readonly StorageEntry[]; readonly depth: number },
): Promise<void> {
  const { place, options, run, entries } = listing;
  const { folders = false, maxDepth } = options;
  const descends = options.recursive === true && depth < (maxDepth ?? Number.POSITIVE_INFINITY);
  for (const entry of level) {
    const goesDown = descends && entry.kind === "folder";
    if (!goesDown || folders) entries.push(listed(entry));
    if (!goesDown) continue;
    const recursive = maxDepth === undefined && !folders;
    const below = await place.files.list(entry.key, { recursive }, run);
    await collect(listing, { level: below, depth: depth + 1 });
  }
}

function listed(entry: StorageEntry): ListedUrlEntry {
  if (entry.kind === "folder") return { path: entry.key, isdir: true, size: null };
  return { path: entry.key, isdir: false, size: entry.sizeBytes ?? null };
}
