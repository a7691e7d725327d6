import { compareCodePoints } from "../../base/code-point-order.ts";
import type { Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";

/** A file that two manifests hold with different content. */
export interface ChangedEntry {
  readonly relpath: RelPath;
  readonly oldOid: Oid;
  readonly newOid: Oid;
}

/** How one manifest becomes another; each list is in the order of code points. */
export interface ManifestDiff {
  readonly added: readonly ManifestEntry[];
  readonly removed: readonly ManifestEntry[];
  readonly changed: readonly ChangedEntry[];
}

/** Compares two manifests in one pass over both. */
export function diffManifests(before: Manifest, after: Manifest): ManifestDiff {
  const diff: Lists = { added: [], removed: [], changed: [] };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const a = before[i];
    const b = after[j];
    const order = compareEntries(a, b);
    record(diff, order <= 0 ? a : undefined, order >= 0 ? b : undefined);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return diff;
}

interface Lists {
  readonly added: ManifestEntry[];
  readonly removed: ManifestEntry[];
  readonly changed: ChangedEntry[];
}

/** A list that has ended counts as after everything. */
function compareEntries(a: ManifestEntry | undefined, b: ManifestEntry | undefined): number {
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return compareCodePoints(a.relpath, b.relpath);
}

/** Records what became of one path: the entry before, if any, and the entry after, if any. */
function record(diff: Lists, before: ManifestEntry | undefined, after: ManifestEntry | undefined): void {
  if (before === undefined) {
    if (after !== undefined) diff.added.push(after);
  } else if (after === undefined) diff.removed.push(before);
  else if (before.oid !== after.oid) {
    diff.changed.push({ relpath: before.relpath, oldOid: before.oid, newOid: after.oid });
  }
}
