import { compareCodePoints } from "../../base/code-point-order.ts";
import { parseRelPath, type RelPath } from "../../base/rel-path.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";

/** Finds the file with this path, in logarithmic time. */
export function findManifestEntry(manifest: Manifest, relpath: RelPath): ManifestEntry | undefined {
  const entry = manifest[lowerBound(manifest, relpath)];
  return entry?.relpath === relpath ? entry : undefined;
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

/** Finds the first entry whose path is not before a text. */
function lowerBound(manifest: Manifest, text: string): number {
  let low = 0;
  let high = manifest.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(manifest[middle]?.relpath ?? "", text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
