import { isAbsolute, join } from "node:path";
import { compareCodePoints } from "../../base/code-point-order.ts";
import type { RunContext } from "../../base/events.ts";
import { DiskTree } from "../../fs/disk-tree.ts";
import { loadConfigAround } from "../../project/load-config-around.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { typedLocation, type UrlPlace, urlPlace } from "../../source/url/url-place.ts";
import { urlMissing } from "../../source/url/url-state.ts";
import { listStorage } from "./list-storage.ts";
import type { ListedUrlEntry, ListUrlOptions } from "./list-url-options.ts";

/**
 * Lists what is at a URL: a folder, or a single file. A web server cannot list; of it, only the URL itself is listed.
 *
 * @throws URL_UNSUPPORTED, URL_MISSING, URL_INVALID, REMOTE_MISSING, CREDENTIALS_MISSING, STORAGE_DENIED,
 *   STORAGE_REJECTED, STORAGE_UNREACHABLE, IO_FAILED
 */
export async function listUrl(
  project: ProjectContext,
  options: ListUrlOptions,
  run: RunContext,
): Promise<readonly ListedUrlEntry[]> {
  const { url, fsConfig, maxDepth } = options;
  const config = await loadConfigAround(project);
  const place = urlPlace({ config, context: project }, { location: typedLocation(project.cwd, url), fsConfig });
  if (place.kind === "storage") return listStorage(place, options, run);
  const tree = new DiskTree(place.location.path);
  const found = await tree.stat("");
  if (found === undefined) throw urlMissing(place);
  const root = { isdir: found.kind === "dir", size: found.sizeBytes };
  if (maxDepth === 0 || !root.isdir) return [{ path: options.folders ? "" : wholePath(project, place, url), ...root }];
  const entries: ListedUrlEntry[] = options.folders ? [{ path: "", ...root }] : [];
  await collect({ tree, options, entries }, { dir: "", depth: 1 });
  return entries.sort((a, b) => compareCodePoints(a.path, b.path));
}

/** DVC puts what was typed behind the current folder as it is. */
function wholePath({ cwd }: ProjectContext, { location }: Extract<UrlPlace, { kind: "local" }>, url: string): string {
  const isPath = typedLocation(cwd, url).kind === "outside";
  return isPath && !isAbsolute(url) ? `${cwd}/${url}` : location.path;
}

interface Listing {
  readonly tree: DiskTree;
  readonly options: ListUrlOptions;
  readonly entries: ListedUrlEntry[];
}

/** Links count as what they lead to, but those to folders are not followed, since they may lead back. */
async function collect(
  listing: Listing,
  { dir, depth }: { readonly dir: string; readonly depth: number },
): Promise<void> {
  const { tree, options, entries } = listing;
  const descends = options.recursive === true && depth < (options.maxDepth ?? Number.POSITIVE_INFINITY);
  for (const { name, kind } of (await tree.list(dir)) ?? []) {
    const path = join(dir, name);
    const stat = await tree.stat(path);
    const isdir = stat?.kind === "dir";
    const goesDown = descends && isdir && kind !== "link";
    if (!goesDown || options.folders) entries.push({ path, isdir, size: stat?.sizeBytes ?? null });
    if (goesDown) await collect(listing, { dir: path, depth: depth + 1 });
  }
}
