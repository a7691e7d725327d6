import type { Change, DataDiff } from "@lode/core";
import { displayWidth } from "./table.ts";
import type { Look, TextStyle } from "./text-style.ts";

/** One path of a diff as it is shown. */
export type DiffLine = {
  readonly path: string | Change<string>;
  /** Null if there is no object; absent if hashes are not shown. */
  readonly hash?: string | null | Change<string | null>;
};

/** The lines of a diff by what became of the paths, in DVC's order and by DVC's names. */
export type DiffGroups = ReadonlyMap<string, readonly DiffLine[]>;

/**
 * Groups a diff as it is shown.
 *
 * @returns nothing at all if nothing changed, and nothing is missing from the cache even if that is hidden, as in DVC
 */
export function diffGroups(
  diff: DataDiff,
  { showHash, hideMissing }: { readonly showHash: boolean; readonly hideMissing: boolean },
): DiffGroups {
  const { added, deleted, modified, renamed, notInCache = [] } = diff;
  if ([added, deleted, modified, renamed, notInCache].every((entries) => entries.length === 0)) return new Map();
  const lines = showHash ? withNull : pathAlone;
  const groups = new Map<string, readonly DiffLine[]>([
    ["added", added.map(lines)],
    ["deleted", deleted.map(lines)],
    ["modified", modified.map(showHash ? withNulls : pathAlone)],
    ["renamed", renamed.map(lines)],
  ]);
  if (diff.notInCache !== undefined && !hideMissing) groups.set("not in cache", notInCache.map(lines));
  return groups;
}

function pathAlone({ path }: Pick<DiffLine, "path">): DiffLine {
  return { path };
}

function withNull({ path, hash }: DataDiff["added"][number] | DataDiff["renamed"][number]): DiffLine {
  return { path, hash: hash ?? null };
}

function withNulls({ path, hash }: DataDiff["modified"][number]): DiffLine {
  return { path, hash: { old: hash.old ?? null, new: hash.new ?? null } };
}

const looks: Readonly<Record<string, Look>> = {
  added: "green",
  deleted: "red",
  renamed: "green",
  modified: "yellow",
  "not in cache": "yellow",
};

/** Writes a diff in DVC's layout: the paths in groups, then how many files each has. */
export function* diffText(groups: DiffGroups, style: TextStyle): Iterable<string> {
  const counts: string[] = [];
  for (const [name, lines] of inTextOrder(groups)) {
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    let files = 0;
    yield `${style(looks[name] ?? "reset", title)}:`;
    for (const line of lines) {
      yield `    ${lineText(line)}`;
      if (!pathText(line).endsWith("/")) files++;
    }
    yield "";
    if (files > 0) counts.push(`${files} ${name}`);
  }
  if (counts.length > 0) yield `files summary: ${counts.join(", ")}`;
}

/** Writes a diff as a table in Markdown. */
export function* diffMarkdown(groups: DiffGroups, showHash: boolean): Iterable<string> {
  const titles = showHash ? ["Status", "Hash", "Path"] : ["Status", "Path"];
  // Titles get two blanks more than they need, as DVC's table printer does it.
  const widths = titles.map((title) => title.length + 2);
  for (const row of markdownRows(groups, showHash)) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell));
  }
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell + " ".repeat((widths[i] ?? 0) - displayWidth(cell))).join(" | ")} |`;
  yield line(titles);
  yield `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  for (const row of markdownRows(groups, showHash)) yield line(row);
  yield "";
}

/** Made twice, for the widths and for the lines: kept, those of a million files would take 500 MB. */
function* markdownRows(groups: DiffGroups, showHash: boolean): Iterable<readonly string[]> {
  for (const [name, lines] of inTextOrder(groups)) {
    for (const line of lines) yield showHash ? [name, digestText(line), pathText(line)] : [name, pathText(line)];
  }
}

/** Renamed before modified; empty groups are left out. */
function inTextOrder(groups: DiffGroups): readonly (readonly [string, readonly DiffLine[]])[] {
  return Object.keys(looks).flatMap((name) => {
    const lines = groups.get(name) ?? [];
    return lines.length === 0 ? [] : [[name, lines] as const];
  });
}

function lineText(line: DiffLine): string {
  const digest = digestText(line);
  return digest === "" ? pathText(line) : `${digest}  ${pathText(line)}`;
}

function pathText({ path }: DiffLine): string {
  return typeof path === "string" ? path : `${path.old} -> ${path.new}`;
}

function digestText({ hash }: DiffLine): string {
  if (hash === null || hash === undefined) return "";
  return typeof hash === "string" ? shorten(hash) : `${shorten(hash.old)}..${shorten(hash.new)}`;
}

function shorten(hash: string | null): string {
  return hash?.slice(0, 8) ?? "";
}
