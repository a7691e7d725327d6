import type { RunContext } from "../base/events.ts";
import { emptyStats } from "../fs/stat-names.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { statDirs } from "../store/stat-dirs.ts";
import type { DigestMemory } from "../worktree/digest/digest-memory.ts";
import { rememberDigests } from "../worktree/digest/recall-digests.ts";
import { storeScan } from "../worktree/save/store-scan.ts";
import { absoluteDir, type ScannedDir } from "../worktree/scan/scan.ts";
import type { StoredFile } from "./stored-file.ts";

/** Files of one folder on this machine, in columns: records of them would take more memory than their names. */
export interface DiskFolder {
  readonly names: string[];
  /** Where whoever asked has them. */
  readonly rows: number[];
}

/** Folders by their path from a base; `""` is the base itself. */
export type DiskFolders = ReadonlyMap<string, DiskFolder>;

/** Where files are stored, and what is known of them. */
export interface DiskTarget {
  readonly store: ObjectStore;
  /** Of the source; undefined: every file is read. */
  readonly memory: DigestMemory | undefined;
  readonly run: RunContext;
}

/**
 * Brings files of a folder of this machine into a store. Those that have not changed since they were last stored, and
 * whose objects are still there, are not read again.
 *
 * @param base absolute
 * @param onStored receives each file
 * @throws FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED; what was stored before stays
 */
export async function storeDiskFiles(
  base: string,
  folders: DiskFolders,
  { target, onStored }: { readonly target: DiskTarget; readonly onStored: (row: number, file: StoredFile) => void },
): Promise<void> {
  const { store, memory, run } = target;
  const listed = Array.from(folders, ([relpath, { names }]) => ({ relpath, names }));
  // Where no file is known all are read, and what `stat` says of them comes with their digests.
  const known = memory?.statCache.knownDirs(memory.key);
  const toStat = listed.map(({ relpath, names }) => {
    return { dir: absoluteDir({ base }, relpath), names: known?.has(relpath) ? names : [] };
  });
  const stats = await statDirs(toStat, run.signal === undefined ? {} : { signal: run.signal });
  const dirs = listed.map(({ relpath, names }, index): ScannedDir => {
    const found = stats[index];
    const dirStats = found?.names.length === names.length ? found : emptyStats(names);
    return { index, relpath, stats: dirStats, links: undefined, subdirs: [], oddities: [], hasIgnored: false };
  });
  const files = listed.reduce((sum, { names }) => sum + names.length, 0);
  const scan = { kind: "dir", base, isLink: false, dirs, files } as const;
  // What is placed later is verified then, so that the names are enough here.
  const digested = await storeScan(scan, { store, memory, hardlink: false, check: "names", run });
  rememberDigests(digested, memory);
  for (const { dir, oids } of digested.dirs) {
    for (const [at, row] of folders.get(dir.relpath)?.rows.entries() ?? []) {
      const oid = oids[at];
      if (oid !== undefined) onStored(row, { oid, sizeBytes: dir.stats.sizes[at] ?? 0, isNew: true });
    }
  }
}
