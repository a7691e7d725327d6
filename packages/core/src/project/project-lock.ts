import { join } from "node:path";
import { acquireFileLock, type LockOptions } from "../fs/lock/file-lock.ts";
import { acquireHardlinkLock } from "../fs/lock/hardlink-lock.ts";
import { acquireRwLock } from "../fs/lock/rw-lock.ts";
import type { Project } from "./project.ts";

/**
 * Does work while holding the repository lock, which DVC's commands take too: only one of them works on a project at a
 * time.
 *
 * @throws LOCK_HELD if it is not free within three seconds
 */
export async function withProjectLock<T>(project: Project, work: () => Promise<T>): Promise<T> {
  const path = join(tmpDir(project), "lock");
  const acquire = project.config.core.hardlinkLock ? acquireHardlinkLock : acquireFileLock;
  const lock = await acquire(path, lockOptions(project));
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Absolute paths that work reads and writes. */
export interface LockedPaths {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * Does work while paths are noted in DVC's table of readers and writers, so that a running stage of a pipeline and the
 * work do not disturb each other. Without paths the table is not looked at.
 *
 * @throws LOCK_HELD if another process has a conflicting path, RWLOCK_INVALID if the table is damaged
 */
export async function withPathLock<T>(project: Project, paths: LockedPaths, work: () => Promise<T>): Promise<T> {
  if (paths.read.length + paths.write.length === 0) return work();
  const options = { ...lockOptions(project), hardlink: project.config.core.hardlinkLock };
  const lock = await acquireRwLock(tmpDir(project), { ...paths, cmd: project.context.commandLine }, options);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** The project's folder for private files that can be made again; absolute. */
export function tmpDir({ rootDir }: Project): string {
  return join(rootDir, ".dvc", "tmp");
}

function lockOptions({ context }: Project): LockOptions {
  return { wait: context.waitForLock ?? false };
}
