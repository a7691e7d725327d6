import type { DirStats } from "../../fs/stat-names.ts";
import { type ListedDir, notUtf8 } from "./list-tree.ts";
import { isDirectory, isRegularFile } from "./mode-kind.ts";
import { type Oddity, pathIn, type ScannedDir } from "./scan.ts";

/** A listed directory, and what is known of it beside its stats. */
export interface UnfinishedDir {
  readonly base: string;
  readonly index: number;
  readonly dir: ListedDir;
  readonly subdirs: readonly ScannedDir[];
}

/**
 * Joins the names of a directory with their stats. What turns out to be no regular file is taken out of the rows: links
 * to directories, broken links and, silently, files that are gone since the directory was listed.
 */
export function finishDir(unfinished: UnfinishedDir, stats: DirStats): ScannedDir {
  const { dir, index, subdirs } = unfinished;
  const oddities: Oddity[] = [
    ...dir.specialNames.map((name) => ({ name, kind: "special" as const })),
    ...dir.leftoverNames.map((name) => ({ name, kind: "leftover" as const })),
  ];
  const rows = stats.modes.every(isRegularFile) ? stats : regularRows(unfinished, stats, oddities);
  return {
    index,
    relpath: dir.relpath,
    stats: rows,
    links: linkColumn(rows.names, dir.linkNames),
    subdirs,
    oddities,
    hasIgnored: dir.hasIgnored,
  };
}

function linkColumn(names: readonly string[], linkNames: ReadonlySet<string>): Uint8Array | undefined {
  if (linkNames.size === 0) return undefined;
  return Uint8Array.from(names, (name) => (linkNames.has(name) ? 1 : 0));
}

function regularRows(unfinished: UnfinishedDir, stats: DirStats, oddities: Oddity[]): DirStats {
  const kept: number[] = [];
  for (const [row, name] of stats.names.entries()) {
    const mode = stats.modes[row] ?? 0;
    const kind = oddKind(unfinished, name, mode);
    if (kind !== undefined) oddities.push({ name, kind });
    else if (mode !== 0) kept.push(row);
  }
  return takeRows(stats, kept);
}

/** Says what a name is if it is neither a regular file nor gone. */
function oddKind({ base, dir }: UnfinishedDir, name: string, mode: number): Oddity["kind"] | undefined {
  if (isRegularFile(mode)) return undefined;
  if (mode !== 0) return isDirectory(mode) ? "linked-dir" : "special";
  if (dir.linkNames.has(name)) return "broken-link";
  if (name.includes("\uFFFD")) throw notUtf8(base, pathIn(dir, name));
  return undefined;
}

/** Takes some rows of a table of stats, in the given order. */
function takeRows(stats: DirStats, rows: readonly number[]): DirStats {
  return {
    names: rows.map((row) => stats.names[row] ?? ""),
    modes: Uint32Array.from(rows, (row) => stats.modes[row] ?? 0),
    sizes: Float64Array.from(rows, (row) => stats.sizes[row] ?? 0),
    mtimesNs: BigInt64Array.from(rows, (row) => stats.mtimesNs[row] ?? 0n),
    inos: BigUint64Array.from(rows, (row) => stats.inos[row] ?? 0n),
    nlinks: Uint32Array.from(rows, (row) => stats.nlinks[row] ?? 0),
  };
}
