import { basename } from "node:path/posix";
import type { HashName } from "../../base/oid.ts";
import { recallDigests, rememberDigests } from "../../worktree/digest/recall-digests.ts";
import { isScan, type Scan } from "../../worktree/scan/scan.ts";
import { scanLocation } from "./scan-location.ts";
import { type LocalLocation, memoryOf, type Workspace } from "./workspace.ts";

/** An output that was renamed. */
export interface RenamedOutput {
  readonly from: LocalLocation;
  readonly to: LocalLocation;
  readonly hashName: HashName;
}

/**
 * Takes along what is remembered of the files of an output that was renamed, so that none has to be read again.
 *
 * @throws NAME_NOT_UTF8, IO_FAILED, CANCELLED
 */
export async function moveMemory(workspace: Workspace, { from, to, hashName }: RenamedOutput): Promise<void> {
  const found = await scanLocation(workspace, to);
  const old = memoryOf(workspace, from, hashName);
  if (isScan(found)) {
    const digested = recallDigests(underOldName(found, basename(from.path)), old);
    const dirs = digested.dirs.map((dir, i) => ({ ...dir, dir: found.dirs[i] ?? dir.dir, isChanged: true }));
    rememberDigests({ scan: found, dirs, goneDirs: [] }, memoryOf(workspace, to, hashName));
  }
  old.statCache.save(old.key, { gone: "all" });
}

/** A single file is remembered by its name, the files of a directory by their paths in it. */
function underOldName(scan: Scan, name: string): Scan {
  if (scan.kind === "dir") return scan;
  return { ...scan, dirs: scan.dirs.map((dir) => ({ ...dir, stats: { ...dir.stats, names: [name] } })) };
}
