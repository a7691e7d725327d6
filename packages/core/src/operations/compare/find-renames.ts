import { comparePathParts } from "../../base/path-order.ts";
import type { DataChange } from "./compare-outputs.ts";
import type { DataRow } from "./data-output.ts";

/** A deleted and an added path with the same content. */
export interface Renaming {
  readonly before: DataRow;
  readonly after: DataRow;
}

/** Changes, those that make a renaming together apart. */
export interface RenamedChanges {
  /** In the order of the new paths. */
  readonly renamed: readonly Renaming[];
  /** In the order of their paths. */
  readonly others: readonly DataChange[];
}

/**
 * Finds what was deleted and added with the same content. Of several with the same content, the first deleted becomes the
 * first added. Paths are ordered by their components, as DVC orders them.
 */
export function findRenames(changes: readonly DataChange[]): RenamedChanges {
  const ordered = orderByPath(changes);
  const sources = deletedWithAddedContent(ordered);
  if (sources.size === 0) return { renamed: [], others: ordered };
  const renamed: Renaming[] = [];
  const taken = new Set<DataChange>();
  for (const change of ordered) {
    if (change.kind !== "added" || change.after === undefined) continue;
    const source = sources.get(contentKey(change.after))?.pop();
    if (source?.before === undefined) continue;
    renamed.push({ before: source.before, after: change.after });
    taken.add(source).add(change);
  }
  return { renamed, others: ordered.filter((change) => !taken.has(change)) };
}

/** What was deleted by its content, the first one last; only content that was also added. */
function deletedWithAddedContent(ordered: readonly DataChange[]): ReadonlyMap<string, DataChange[]> {
  const sources = new Map<string, DataChange[]>();
  for (const { kind, after } of ordered) {
    if (kind === "added" && after?.oid !== undefined) sources.set(contentKey(after), []);
  }
  if (sources.size === 0) return sources;
  for (const change of ordered.toReversed()) {
    if (change.kind === "deleted" && change.before !== undefined) sources.get(contentKey(change.before))?.push(change);
  }
  return sources;
}

function contentKey({ hashName, oid }: DataRow): string {
  return `${hashName}:${oid}`;
}

/** Listings are nearly always in this order already. */
function orderByPath(changes: readonly DataChange[]): readonly DataChange[] {
  const isOrdered = changes.every((change, i) => i === 0 || compareChanges(changes[i - 1], change) <= 0);
  return isOrdered ? changes : changes.toSorted(compareChanges);
}

function compareChanges(a: DataChange | undefined, b: DataChange | undefined): number {
  return comparePathParts(pathOf(a), pathOf(b));
}

function pathOf(change: DataChange | undefined): string {
  return (change?.before ?? change?.after)?.path ?? "";
}
