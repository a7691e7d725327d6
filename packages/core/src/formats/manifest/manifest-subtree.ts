import { compareCodePoints } from "../../base/code-point-order.ts";
import { parseRelPath, type RelPath } from "../../base/rel-path.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";

/** Finds the file with this path, in logarithmic time. */
export function findManifestEntry(manifest: Manifest, relpath: RelPath): ManifestEntry | undefined {
  const entry = manifest[lowerBound(manifest, relpath)];
  return entry?.relpath === relpath ? entry : undefined;
}

/** Says whether a path is a file or a folder of a manifest, in logarithmic time. */
export function manifestHas(manifest: Manifest, relpath: RelPath): boolean {
  if (findManifestEntry(manifest, relpath) !== undefined) return true;
  return manifestHasFolder(manifest, relpath);
}

/** Says whether a path is a folder of a manifest, in logarithmic time. */
export function manifestHasFolder(manifest: Manifest, relpath: RelPath): boolean {
  return manifest[lowerBound(manifest, `${relpath}/`)]?.relpath.startsWith(`${relpath}/`) === true;
}

/**
 * Returns the files below a folder with their paths relative to it: what the manifest of that folder alone would be.
 * Empty if there is no such folder.
 */
export function manifestSubtree(manifest: Manifest, folder: RelPath): Manifest {
  const prefix = `${folder}/`;
  const entries: ManifestEntry[] = [];
  for (let i = lowerBound(manifest, prefix); ; i++) {
    const entry = manifest[i];
    if (!entry?.relpath.startsWith(prefix)) return entries;
    entries.push({ relpath: parseRelPath(entry.relpath.slice(prefix.length)), oid: entry.oid });
  }
}

/** A name in a folder of a manifest: a file, or undefined for a folder. */
export type ManifestChild = readonly [name: string, entry: ManifestEntry | undefined];

/**
 * Yields what lies right in one folder of a manifest, each name once; nothing if there is no such folder. What is below
 * its folders is passed over, so that the cost is that of its own entries.
 *
 * @param folder `""` is the directory itself
 */
export function* manifestChildren(
  manifest: Manifest,
  folder: RelPath | "",
): Generator<ManifestChild, undefined, undefined> {
  const prefix = folder === "" ? "" : `${folder}/`;
  let i = lowerBound(manifest, prefix);
  for (let entry = manifest[i]; entry?.relpath.startsWith(prefix); entry = manifest[i]) {
    const slash = entry.relpath.indexOf("/", prefix.length);
    const name = entry.relpath.slice(prefix.length, slash === -1 ? undefined : slash);
    yield [name, slash === -1 ? entry : undefined];
    // "0" follows "/": the first path that is not below the folder.
    i = slash === -1 ? i + 1 : lowerBound(manifest, `${prefix}${name}0`, i);
  }
}

/** Finds the first entry whose path is not before a text. */
function lowerBound(manifest: Manifest, text: string, start = 0): number {
  let low = start;
  let high = manifest.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(manifest[middle]?.relpath ?? "", text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
