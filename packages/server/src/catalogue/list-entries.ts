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
  for (
    let i = after === undefined ? 0 : firstAfter(manifest, after);
    i < manifest.length && found.length < limit;
    i += 1
  ) {
    const entry = manifest[i];
    if (entry?.relpath.startsWith(prefix) && entry.relpath.includes(contains)) found.push(entry);
  }
  return found;
}

/**
 * Compares a dataset in two snapshots; in one of them it may not exist.
 *
 * @throws PATH_NOT_FOUND if it is in neither, OBJECT_MISSING, MANIFEST_MISSING
 */
export async function diffDataset(
  places: DataPlaces,
  { from, to }: { readonly from: Snapshot; readonly to: Snapshot },
  path: string,
): Promise<ManifestDiff> {
  if (!from.outputs.has(path) && !to.outputs.has(path)) throw pathNotFound(to, path);
  const [before, after] = [await entriesIfAny(places, from, path), await entriesIfAny(places, to, path)];
  return diffManifests(before, after);
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

/** The first entry behind a path, in logarithmic time. */
function firstAfter(manifest: Manifest, path: string): number {
  let low = 0;
  let high = manifest.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(manifest[middle]?.relpath ?? "", path) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
