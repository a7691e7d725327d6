import { compareCodePoints } from "../../base/code-point-order.ts";
import type { DataOutputs, DataRow } from "./data-output.ts";
import {
  dataRow,
  type GroupRow,
  type GroupSide,
  groupOutputs,
  groupSide,
  hasBelow,
  hashNameOf,
  isBelowUnknown,
  type OutputGroup,
  pathInGroup,
} from "./output-group.ts";

/** What became of one output, or of a file in one. */
export interface DataChange {
  /** `unknown`: in a directory of which one side has no manifest. */
  readonly kind: "added" | "deleted" | "modified" | "unchanged" | "unknown";
  readonly before: DataRow | undefined;
  readonly after: DataRow | undefined;
  /** Whether something that was deleted has become a folder with something else in it. */
  readonly isFolderNow: boolean;
}

/** How two sides are compared. */
export interface CompareOptions {
  /** Whether the files in directories are compared too. */
  readonly granular: boolean;
  /** Whether what is the same is reported too, which costs as much as if it were not. */
  readonly unchanged: boolean;
  /** Says whether a path is to be reported. */
  isWanted(path: string): boolean;
}

/**
 * Compares the outputs of two sides. A directory that is the same on both sides costs nothing, and the files of one that
 * is not a single pass over both manifests.
 *
 * @returns outputs in the order of code points, and after each its files
 */
export async function compareOutputs(
  before: DataOutputs,
  after: DataOutputs,
  options: CompareOptions,
): Promise<readonly DataChange[]> {
  const changes: DataChange[] = [];
  for (const group of groupOutputs(before, after)) {
    if (options.unchanged || !(await isSame(group, options))) await compareGroup(group, { options, changes });
  }
  return changes;
}

/** Says whether a group is one output that is the same on both sides, and nothing has to be said of its files. */
async function isSame({ before, after }: OutputGroup, { granular }: CompareOptions): Promise<boolean> {
  const [a] = before;
  const [b] = after;
  if (a === undefined || b === undefined || before.length > 1 || after.length > 1) return false;
  if (a.path !== b.path || a.oid !== b.oid || a.hashName !== b.hashName) return false;
  return !granular || a.kind === "file" || a.origin === b.origin || (await a.hasManifest()) === (await b.hasManifest());
}

interface Comparison {
  readonly options: CompareOptions;
  readonly changes: DataChange[];
}

async function compareGroup(group: OutputGroup, comparison: Comparison): Promise<void> {
  const sides = {
    before: await groupSide(group.root, group.before, comparison.options),
    after: await groupSide(group.root, group.after, comparison.options),
  };
  const { before, after } = sides;
  let i = 0;
  let j = 0;
  while (i < before.rows.length || j < after.rows.length) {
    const a = before.rows[i];
    const b = after.rows[j];
    const order = compareRows(a, b);
    record(comparison, sides, { before: order <= 0 ? a : undefined, after: order >= 0 ? b : undefined });
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  if (before.unknown.length + after.unknown.length > 0) recordUnknownFolders(comparison, sides);
}

interface Sides {
  readonly before: GroupSide;
  readonly after: GroupSide;
}

interface Pair {
  readonly before: GroupRow | undefined;
  readonly after: GroupRow | undefined;
}

/** A list that has ended counts as after everything. */
function compareRows(a: GroupRow | undefined, b: GroupRow | undefined): number {
  if (a === undefined) return 1;
  return b === undefined ? -1 : compareCodePoints(a.relpath, b.relpath);
}

function record({ options, changes }: Comparison, sides: Sides, pair: Pair): void {
  const kind = kindOf(sides, pair);
  const row = pair.before ?? pair.after;
  if (row === undefined || (kind === "unchanged" && !options.unchanged)) return;
  if (!options.isWanted(pathInGroup(sides.before.root, row.relpath))) return;
  changes.push({
    kind,
    before: pair.before && dataRow(sides.before, pair.before),
    after: pair.after && dataRow(sides.after, pair.after),
    isFolderNow: kind === "deleted" && hasBelow(sides.after, row.relpath),
  });
}

function kindOf(sides: Sides, { before, after }: Pair): DataChange["kind"] {
  const relpath = before?.relpath ?? after?.relpath ?? "";
  if (isUnknown(sides, relpath)) return "unknown";
  if (before === undefined) return "added";
  if (after === undefined) return "deleted";
  const isSameObject = before.oid === after.oid && hashNameOf(sides.before, before) === hashNameOf(sides.after, after);
  return isSameObject ? "unchanged" : "modified";
}

function isUnknown({ before, after }: Sides, relpath: string): boolean {
  return isBelowUnknown(before, relpath) || isBelowUnknown(after, relpath);
}

/** DVC names the folders in a directory of unknown content too, and only those. */
function recordUnknownFolders({ options, changes }: Comparison, sides: Sides): void {
  const folders = new Set<string>();
  for (const { relpath } of sides.after.rows) {
    for (let slash = relpath.lastIndexOf("/"); slash > 0; slash = relpath.lastIndexOf("/", slash - 1)) {
      const folder = relpath.slice(0, slash);
      if (isUnknown(sides, folder)) folders.add(folder);
    }
  }
  const { root, hashName } = sides.after;
  for (const folder of folders) {
    const after = { path: pathInGroup(root, folder), isDir: true, hashName, oid: undefined };
    if (options.isWanted(after.path)) changes.push({ kind: "unknown", before: undefined, after, isFolderNow: false });
  }
}
