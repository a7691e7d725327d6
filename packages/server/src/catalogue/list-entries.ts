import {
  compareCodePoints,
  diffManifests,
  isDirOid,
  type Manifest,
  type ManifestDiff,
  type ManifestEntry,
  parseRelPath,
} from "@lode/core/engine";
import { type DataPlaces, manifestOf, outputAround, pathNotFound } from "./find-data.ts";
import type { Snapshot } from "./snapshots.ts";

/** Which part of a dataset is listed. */
export interface EntryPage {
  /** Only paths that begin with it. */
  readonly prefix?: string | undefined;
  /** Only paths with this text in them. */
  readonly contains?: string | undefined;
  /** The last path of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/**
 * Lists files of a dataset in the order of the code points of their paths, which start at its root; a dataset that is one
 * file has that alone, by its name.
 *
 * @param path of the output
 * @throws PATH_NOT_FOUND, OBJECT_MISSING, MANIFEST_MISSING
 */
export async function listEntries(
  places: DataPlaces,
  { snapshot, path }: { readonly snapshot: Snapshot; readonly path: string },
  { prefix = "", contains = "", after, limit }: EntryPage,
): Promise<readonly ManifestEntry[]> {
  const manifest = await entriesOf(places, snapshot, path);
  const found: ManifestEntry[] = [];
  for (let i = firstAfter(manifest, after); i < manifest.length && found.length < limit; i += 1) {
    const entry = manifest[i];
    if (entry?.relpath.startsWith(prefix) && entry.relpath.includes(contains)) found.push(entry);
  }
  return found;
}

/** Which part of a difference is listed. */
export interface DiffPage extends Pick<EntryPage, "after" | "limit"> {
  /** Of the output. */
  readonly path: string;
}

/** A part of a difference, and the last path of it if there is more. */
export interface DiffPart extends ManifestDiff {
  readonly next: string | undefined;
}

/**
 * Compares a dataset in two snapshots; in one of them it may not exist. The pages are those of all its files that differ, in
 * the order of the code points of their paths.
 *
 * @throws PATH_NOT_FOUND if it is in neither, OBJECT_MISSING, MANIFEST_MISSING
 */
export async function diffDataset(
  places: DataPlaces,
  { from, to }: { readonly from: Snapshot; readonly to: Snapshot },
  { path, ...page }: DiffPage,
): Promise<DiffPart> {
  if (!from.outputs.has(path) && !to.outputs.has(path)) throw pathNotFound(to, path);
  const [before, after] = [await entriesIfAny(places, from, path), await entriesIfAny(places, to, path)];
  return partOf(diffManifests(before, after), page);
}

function partOf({ added, removed, changed }: ManifestDiff, { after, limit }: Omit<DiffPage, "path">): DiffPart {
  // One more than the limit of each, so that the next page is seen.
  const some = <Item extends { readonly relpath: string }>(items: readonly Item[]): readonly Item[] => {
    const start = firstAfter(items, after);
    return items.slice(start, start + limit + 1);
  };
  const lists = { added: some(added), removed: some(removed), changed: some(changed) };
  const paths = Object.values(lists).flatMap((items) => items.map(({ relpath }) => relpath));
  const last = paths.length > limit ? paths.toSorted(compareCodePoints)[limit - 1] : undefined;
  if (last === undefined) return { ...lists, next: undefined };
  const isIn = ({ relpath }: { readonly relpath: string }): boolean => compareCodePoints(relpath, last) <= 0;
  return {
    added: lists.added.filter(isIn),
    removed: lists.removed.filter(isIn),
    changed: lists.changed.filter(isIn),
    next: last,
  };
}

async function entriesIfAny(places: DataPlaces, snapshot: Snapshot, path: string): Promise<Manifest> {
  return snapshot.outputs.has(path) ? await entriesOf(places, snapshot, path) : [];
}

async function entriesOf(places: DataPlaces, snapshot: Snapshot, path: string): Promise<Manifest> {
  const around = outputAround(snapshot, path);
  if (around === undefined || around.within !== "") throw pathNotFound(snapshot, path);
  const { output } = around;
  if (isDirOid(output.oid)) return await manifestOf(places, snapshot, output);
  return [{ relpath: parseRelPath(path.slice(path.lastIndexOf("/") + 1)), oid: output.oid }];
}

/** The first entry behind a path, or of all, in logarithmic time. */
function firstAfter(entries: readonly { readonly relpath: string }[], path: string | undefined): number {
  if (path === undefined) return 0;
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(entries[middle]?.relpath ?? "", path) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
