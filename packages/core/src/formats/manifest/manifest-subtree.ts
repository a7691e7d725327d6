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

/** What lies right in a folder of a manifest, each name once: a file, or undefined for a folder. */
export type ManifestChildren = readonly (readonly [name: string, entry: ManifestEntry | undefined])[];

/**
 * Lists one folder of a manifest. What is below its folders is passed over, so that the cost is that of its own entries.
 *
 * @param folder `""` is the directory itself
 * @returns an empty list if there is no such folder
 */
export function manifestChildren(manifest: Manifest, folder: RelPath | ""): ManifestChildren {
  const prefix = folder === "" ? "" : `${folder}/`;
  const children: [string, ManifestEntry | undefined][] = [];
  let i = lowerBound(manifest, prefix);
  for (let entry = manifest[i]; entry?.relpath.startsWith(prefix); entry = manifest[i]) {
    const slash = entry.relpath.indexOf("/", prefix.length);
    const name = entry.relpath.slice(prefix.length, slash === -1 ? undefined : slash);
    children.push([name, slash === -1 ? entry : undefined]);
    // "0" follows "/": the first path that is not below the folder.
    i = slash === -1 ? i + 1 : lowerBound(manifest, `${prefix}${name}0`, i);
  }
  return children;
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
