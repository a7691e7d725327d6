import { compareCodePoints } from "../../base/code-point-order.ts";
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
  const deleted = Map.groupBy(
    ordered.filter(({ kind, before }) => kind === "deleted" && before?.oid !== undefined),
    ({ before }) => contentKey(before),
  );
  if (deleted.size === 0) return { renamed: [], others: ordered };
  for (const group of deleted.values()) group.reverse();
  const renamed: Renaming[] = [];
  const taken = new Set<DataChange>();
  for (const change of ordered) {
    if (change.kind !== "added" || change.after?.oid === undefined) continue;
    const source = deleted.get(contentKey(change.after))?.pop();
    if (source?.before === undefined) continue;
    renamed.push({ before: source.before, after: change.after });
    taken.add(source).add(change);
  }
  return { renamed, others: ordered.filter((change) => !taken.has(change)) };
}

function contentKey(row: DataRow | undefined): string {
  return `${row?.hashName}:${row?.oid}`;
}

function orderByPath(changes: readonly DataChange[]): readonly DataChange[] {
  // NUL is in no name and comes before everything, so that components are compared one by one.
  const keyed = changes.map((change) => ({ change, key: pathOf(change).replaceAll("/", "\0") }));
  return keyed.sort((a, b) => compareCodePoints(a.key, b.key)).map(({ change }) => change);
}

function pathOf({ before, after }: DataChange): string {
  return before?.path ?? after?.path ?? "";
}
