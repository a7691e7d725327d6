import type { DataChange } from "../compare/compare-outputs.ts";
import { shownPath } from "../compare/data-output.ts";
import { findRenames } from "../compare/find-renames.ts";

/** Paths by what became of them, each list in the order of paths. Directories end with a slash. */
export interface DataChanges {
  readonly modified: readonly string[];
  /** In directories of which a manifest cannot be had. */
  readonly unknown: readonly string[];
  readonly added: readonly string[];
  readonly renamed: readonly RenamedPath[];
  readonly deleted: readonly string[];
}

/** A path and the one that its content had before. */
export type RenamedPath = {
  readonly old: string;
  readonly new: string;
};

/** Nothing changed. */
export const noChanges: DataChanges = { modified: [], unknown: [], added: [], renamed: [], deleted: [] };

/** Sorts changes by kind, and finds renamings among them. */
export function dataChanges(changes: readonly DataChange[]): {
  readonly changes: DataChanges;
  readonly unchanged: readonly string[];
} {
  const { renamed, others } = findRenames(changes);
  const paths = { modified: [], unknown: [], added: [], deleted: [], unchanged: [] } satisfies PathsByKind;
  for (const change of others) {
    const path = changedPath(change);
    if (path !== undefined) (paths as PathsByKind)[change.kind].push(path);
  }
  const { unchanged, ...changed } = paths;
  const renamings = renamed.map(({ before, after }) => ({ old: shownPath(before), new: shownPath(after) }));
  return { changes: { ...changed, renamed: renamings }, unchanged };
}

type PathsByKind = Record<DataChange["kind"], string[]>;

/** As DVC shows it: with a slash if it is a directory now. Of unknown content only what is there is told. */
function changedPath({ kind, before, after, isFolderNow }: DataChange): string | undefined {
  if (after !== undefined) return shownPath(after);
  if (before === undefined || kind === "unknown") return undefined;
  return shownPath({ ...before, isDir: before.isDir || isFolderNow });
}
