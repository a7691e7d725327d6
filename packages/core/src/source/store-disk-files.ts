import type { RunContext } from "../base/events.ts";
import { emptyStats } from "../fs/stat-names.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { statDirs } from "../store/stat-dirs.ts";
import type { DigestMemory } from "../worktree/digest/digest-memory.ts";
import { rememberDigests } from "../worktree/digest/recall-digests.ts";
import { storeScan } from "../worktree/save/store-scan.ts";
import { absoluteDir, type ScannedDir } from "../worktree/scan/scan.ts";
import type { StoredFile } from "./stored-file.ts";

/** A file of a source's folder on this machine. */
export interface DiskFile {
  /** Of whoever asked. */
  readonly row: number;
  /** From the folder. */
  readonly path: string;
}

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
  files: readonly DiskFile[],
  { target, onStored }: { readonly target: DiskTarget; readonly onStored: (row: number, file: StoredFile) => void },
): Promise<void> {
  const { store, memory, run } = target;
  const folders = [...Map.groupBy(files, ({ path }) => path.slice(0, Math.max(path.lastIndexOf("/"), 0)))];
  const listed = folders.map(([relpath, members]) => ({
    dir: absoluteDir({ base }, relpath),
    names: members.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)),
  }));
  // Where no file is known all are read, and what `stat` says of them comes with their digests.
  const known = memory?.statCache.knownDirs(memory.key);
  const toStat = listed.map(({ dir, names }, i) => ({ dir, names: known?.has(folders[i]?.[0] ?? "") ? names : [] }));
  const stats = await statDirs(toStat, run.signal === undefined ? {} : { signal: run.signal });
  const dirs = listed.map(({ names }, index): ScannedDir => {
    const found = stats[index];
    const dirStats = found?.names.length === names.length ? found : emptyStats(names);
    const relpath = folders[index]?.[0] ?? "";
    return { index, relpath, stats: dirStats, links: undefined, subdirs: [], oddities: [], hasIgnored: false };
  });
  const scan = { kind: "dir", base, isLink: false, dirs, files: files.length } as const;
  // What is placed later is verified then, so that the names are enough here.
  const digested = await storeScan(scan, { store, memory, hardlink: false, check: "names", run });
  rememberDigests(digested, memory);
  for (const [index, [, members]] of folders.entries()) {
    const { oids = [], dir } = digested.dirs[index] ?? {};
    for (const [at, { row }] of members.entries()) {
      const oid = oids[at];
      if (oid !== undefined) onStored(row, { oid, sizeBytes: dir?.stats.sizes[at] ?? 0, isNew: true });
    }
  }
}
