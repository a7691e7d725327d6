import { compareCodePoints } from "../../base/code-point-order.ts";
import type { Oid } from "../../base/oid.ts";
import type { DataChange } from "../compare/compare-outputs.ts";
import { type DataRow, shownPath } from "../compare/data-output.ts";
import { findRenames } from "../compare/find-renames.ts";

/** The old and the new of something that changed. */
export type Change<T> = {
  readonly old: T;
  readonly new: T;
};

/** An output, or a file in one, with its object. */
export interface DiffEntry {
  /** From the project's root; that of a directory ends with a slash. */
  readonly path: string;
  readonly hash: Oid | undefined;
}

/** How data changed. Each list is in the order of paths, that of renamed ones of the old paths. */
export interface DataDiff {
  readonly added: readonly DiffEntry[];
  readonly deleted: readonly DiffEntry[];
  readonly modified: readonly { readonly path: string; readonly hash: Change<Oid | undefined> }[];
  readonly renamed: readonly { readonly path: Change<string>; readonly hash: Oid | undefined }[];
  /** What the cache lacks of the older side; undefined if it was not looked for. */
  readonly notInCache: readonly DiffEntry[] | undefined;
}

/** Nothing changed. */
export const emptyDiff: DataDiff = { added: [], deleted: [], modified: [], renamed: [], notInCache: undefined };

/** Sorts changes by kind, and finds renamings among them. */
export function diffOfChanges(changes: readonly DataChange[], lost: readonly DataRow[] | undefined): DataDiff {
  const { renamed, others } = findRenames(changes);
  const [added, deleted, modified]: [DiffEntry[], DiffEntry[], DataDiff["modified"][number][]] = [[], [], []];
  for (const { kind, before, after } of others) {
    if (kind === "added" && after !== undefined) added.push(diffEntry(after));
    if (kind === "deleted" && before !== undefined) deleted.push(diffEntry(before));
    if (kind !== "modified" || before === undefined || after === undefined) continue;
    modified.push({ path: shownPath(before), hash: { old: before.oid, new: after.oid } });
  }
  return {
    added: byPath(added),
    deleted: byPath(deleted),
    modified: byPath(modified),
    renamed: renamed
      .map(({ before, after }) => ({ path: { old: shownPath(before), new: shownPath(after) }, hash: before.oid }))
      .sort((a, b) => compareCodePoints(a.path.old, b.path.old)),
    notInCache: lost && byPath(lost.map(diffEntry)),
  };
}

function diffEntry(row: DataRow): DiffEntry {
  return { path: shownPath(row), hash: row.oid };
}

function byPath<Entry extends { readonly path: string }>(found: Entry[]): readonly Entry[] {
  return found.sort((a, b) => compareCodePoints(a.path, b.path));
}
