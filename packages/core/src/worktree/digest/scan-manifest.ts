import { compareCodePoints } from "../../base/code-point-order.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest, ManifestEntry } from "../../formats/manifest/manifest.ts";
import { printManifest } from "../../formats/manifest/print-manifest.ts";
import { hashBytes } from "../../hash/md5.ts";
import { pathIn } from "../scan/scan.ts";
import type { DigestedDir, DigestedScan } from "./digested-scan.ts";

/** A manifest as an object. */
export interface ManifestObject {
  readonly manifest: Manifest;
  readonly oid: Oid;
  readonly bytes: Buffer;
}

/** Prints a manifest and gives it its id. Legacy manifests have the same bytes and so the same id. */
export function manifestObject(manifest: Manifest): ManifestObject {
  const bytes = printManifest(manifest);
  const oid = parseOid(`${hashBytes(bytes)}.dir`);
  if (oid === undefined) throw new TypeError("a digest is no object id");
  return { manifest, oid, bytes };
}

/**
 * Makes the manifest of a digested directory. Its entries come out in the order of manifests without sorting, since
 * the names of each directory are sorted: a subdirectory stands where its name with a slash would.
 */
export function scanManifest(digested: DigestedScan): Manifest {
  const entries: ManifestEntry[] = [];
  const root = digested.dirs[0];
  if (root !== undefined) collect(digested, root, entries);
  return entries;
}

function collect(digested: DigestedScan, current: DigestedDir, entries: ManifestEntry[]): void {
  const { dir } = current;
  const prefixLength = dir.relpath === "" ? 0 : dir.relpath.length + 1;
  let row = 0;
  for (const { relpath, index } of dir.subdirs) {
    const end = firstRowAfter(dir.stats.names, `${relpath.slice(prefixLength)}/`, row);
    addRows(entries, current, { start: row, end });
    row = end;
    const subdir = digested.dirs[index];
    if (subdir !== undefined) collect(digested, subdir, entries);
  }
  addRows(entries, current, { start: row, end: dir.stats.names.length });
}

/** Finds the first name that comes after a text, by binary search. */
function firstRowAfter(names: readonly string[], text: string, start: number): number {
  let low = start;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(names[middle] ?? "", text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addRows(
  entries: ManifestEntry[],
  { dir, oids }: DigestedDir,
  { start, end }: { readonly start: number; readonly end: number },
): void {
  for (let row = start; row < end; row++) {
    const oid = oids[row];
    // Names that a listing gave, joined to the path of their directory, stay below the scan's base.
    if (oid !== undefined) entries.push({ relpath: pathIn(dir, dir.stats.names[row] ?? "") as RelPath, oid });
  }
}
