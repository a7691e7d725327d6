import { type DirStats, emptyStats } from "../../fs/stat-names.ts";
import { statDirs } from "../../store/stat-dirs.ts";
import { finishDir } from "./finish-dir.ts";
import { type ListedDir, listTree, type ScanOptions } from "./list-tree.ts";
import { REGULAR } from "./mode-kind.ts";
import type { Region } from "./region.ts";
import { absoluteDir, type Scan, type ScannedDir } from "./scan.ts";

/**
 * Walks a directory: lists it, then stats its files, but see `isUnknown`. Links to directories are not followed.
 *
 * @param region the directory, and the folder that paths are to be relative to
 * @throws NAME_NOT_UTF8 if a name cannot be written as text, IO_FAILED, CANCELLED
 */
export async function scanTree(region: Region, options: ScanOptions): Promise<Omit<Scan, "isLink">> {
  const { base } = region;
  const listed = await listTree(region, options);
  const stats = await statListed(base, listed, options);
  const dirs: ScannedDir[] = [];
  let files = 0;
  // Children come after their parents, so that in reverse order the children of each are finished before it.
  const finished = new Map<ListedDir, ScannedDir>();
  for (let index = listed.length - 1; index >= 0; index--) {
    const dir = listed[index];
    const dirStats = stats[index];
    if (dir === undefined || dirStats === undefined) continue;
    const subdirs = dir.subdirs.flatMap((subdir) => finished.get(subdir) ?? []);
    const scanned = finishDir({ base, index, dir, subdirs }, dirStats);
    finished.set(dir, scanned);
    dirs[index] = scanned;
    files += scanned.stats.names.length;
  }
  return { kind: "dir", base, dirs, files };
}

async function statListed(
  base: string,
  listed: readonly ListedDir[],
  { isUnknown, signal }: ScanOptions,
): Promise<readonly DirStats[]> {
  const later = listed.map((dir) => isUnknown?.(dir.relpath) === true && areFiles(dir));
  const stats = await statDirs(
    listed.map(({ relpath, names }, i) => ({ dir: absoluteDir({ base }, relpath), names: later[i] ? [] : names })),
    signal === undefined ? {} : { signal },
  );
  return stats.map((found, i) => (later[i] ? filesToStat(listed[i]?.names ?? []) : found));
}

/** What a link leads to, and whether a name is no text, shows only when the path is statted. */
function areFiles({ names, linkNames }: ListedDir): boolean {
  return linkNames.size === 0 && !names.some((name) => name.includes("\uFFFD"));
}

function filesToStat(names: readonly string[]): DirStats {
  const stats = emptyStats(names);
  stats.modes.fill(REGULAR);
  return stats;
}
