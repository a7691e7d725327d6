import { compareCodePoints } from "../../base/code-point-order.ts";
import type { HashName, Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { type DataOutput, type DataOutputs, type DataRow, outputRow } from "./data-output.ts";

/** The outputs of both sides at and below one path; almost always one on each side, or on one of them. */
export interface OutputGroup {
  readonly root: RelPath;
  readonly before: readonly DataOutput[];
  readonly after: readonly DataOutput[];
}

/** Puts outputs together that lie in one another, so that groups can be compared one by one. */
export function groupOutputs(before: DataOutputs, after: DataOutputs): readonly OutputGroup[] {
  const groups: { root: RelPath; before: DataOutput[]; after: DataOutput[] }[] = [];
  // With a slash behind, what lies in a path follows it without a gap.
  const paths = [...new Set([...before.keys(), ...after.keys()])].map((path) => ({ path, key: `${path}/` }));
  for (const { path, key } of paths.sort((a, b) => compareCodePoints(a.key, b.key))) {
    let group = groups.at(-1);
    if (group === undefined || !key.startsWith(`${group.root}/`)) {
      group = { root: path, before: [], after: [] };
      groups.push(group);
    }
    pushIfThere(group.before, before.get(path));
    pushIfThere(group.after, after.get(path));
  }
  return groups;
}

function pushIfThere(outputs: DataOutput[], output: DataOutput | undefined): void {
  if (output !== undefined) outputs.push(output);
}

/** An output or a file of a group; what a manifest's entry does not say is the group's. */
export interface GroupRow {
  /** From the group's root; `""` is the root. */
  readonly relpath: string;
  readonly oid: Oid | undefined;
  readonly output?: DataOutput;
  readonly hashName?: HashName;
}

/** What one side has in a group. */
export interface GroupSide {
  readonly root: RelPath;
  /** In the order of code points. */
  readonly rows: readonly GroupRow[];
  /** Of rows that do not say it. */
  readonly hashName: HashName;
  /** Paths, from the group's root, of directories without a manifest. */
  readonly unknown: readonly string[];
}

/** Collects what one side has in a group: its outputs, and the files in them if asked for. */
export async function groupSide(
  root: RelPath,
  outputs: readonly DataOutput[],
  { granular }: { readonly granular: boolean },
): Promise<GroupSide> {
  const rows: GroupRow[] = [];
  const unknown: string[] = [];
  for (const output of outputs) {
    const relpath = output.path === root ? "" : output.path.slice(root.length + 1);
    const members = granular ? await output.members() : [];
    rows.push({ relpath, oid: output.oid, output });
    if (members === undefined) unknown.push(relpath);
    else appendMembers(rows, members, { relpath, hashName: output.hashName });
  }
  if (outputs.length > 1) rows.sort((a, b) => compareCodePoints(a.relpath, b.relpath));
  return { root, rows, hashName: outputs[0]?.hashName ?? "md5", unknown };
}

/** The entries of a manifest at the group's root serve as rows themselves. */
function appendMembers(
  rows: GroupRow[],
  members: Manifest,
  { relpath, hashName }: { readonly relpath: string; readonly hashName: HashName },
): void {
  for (const member of members) {
    rows.push(relpath === "" ? member : { relpath: `${relpath}/${member.relpath}`, oid: member.oid, hashName });
  }
}

/** The row of a group as one of the project. */
export function dataRow(side: GroupSide, row: GroupRow): DataRow {
  if (row.output !== undefined) return outputRow(row.output);
  return { path: pathInGroup(side.root, row.relpath), isDir: false, hashName: hashNameOf(side, row), oid: row.oid };
}

/** The algorithm behind the id of a row. */
export function hashNameOf(side: GroupSide, row: GroupRow): HashName {
  return row.output?.hashName ?? row.hashName ?? side.hashName;
}

/** A path from a group's root as one from the project's. */
export function pathInGroup(root: RelPath, relpath: string): RelPath {
  // Paths of outputs and of manifests are checked where they are read.
  return (relpath === "" ? root : `${root}/${relpath}`) as RelPath;
}

/** Says whether a path is, on this side, a folder above rows. */
export function hasBelow({ rows }: GroupSide, relpath: string): boolean {
  if (relpath === "") return rows.some((row) => row.relpath !== "");
  const prefix = `${relpath}/`;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(rows[middle]?.relpath ?? "", prefix) < 0) low = middle + 1;
    else high = middle;
  }
  return rows[low]?.relpath.startsWith(prefix) ?? false;
}

/** Says whether a path lies in a directory of which this side has no manifest. */
export function isBelowUnknown({ unknown }: GroupSide, relpath: string): boolean {
  return unknown.some((dir) => relpath !== dir && (dir === "" || relpath.startsWith(`${dir}/`)));
}
