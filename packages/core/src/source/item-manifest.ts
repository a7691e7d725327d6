import type { Oid } from "../base/oid.ts";
import { buildManifest } from "../formats/manifest/build-manifest.ts";
import type { ManifestEntry } from "../formats/manifest/manifest.ts";
import { type ManifestObject, manifestObject } from "../worktree/digest/scan-manifest.ts";
import type { SourceItem } from "./source-item.ts";

/**
 * Makes the manifest of a directory of a source.
 *
 * @param oidOf gives the id of the item's file in a row; undefined leaves it out
 * @throws MANIFEST_INVALID if a path is both a file and a folder
 */
export function itemManifest(item: SourceItem, oidOf: (row: number) => Oid | undefined): ManifestObject {
  const entries: ManifestEntry[] = [];
  for (const [row, { relpath }] of item.files.entries()) {
    const oid = oidOf(row);
    if (relpath !== "" && oid !== undefined) entries.push({ relpath, oid });
  }
  return manifestObject(buildManifest(entries, item.path));
}
