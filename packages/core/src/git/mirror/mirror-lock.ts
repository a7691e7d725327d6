import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { isLodeError, LodeError } from "../../base/lode-error.ts";

const POLL_MS = 50;
const SQLITE_BUSY = 5;

/**
 * Does work while no other process, and no other caller in this one, holds the same lock file. Waits for its turn.
 *
 * The lock is SQLite's own on an empty database: the only lock of files in Node that the system itself gives back when
 * a process dies. The file stays.
 *
 * @throws CANCELLED if the signal is aborted while waiting
 */
export async function withMirrorLock<T>(
  lockFile: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const database = new DatabaseSync(lockFile);
  try {
    while (!tryLock(database)) await pause(signal);
    return await work();
  } finally {
    database.close();
  }
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (!signal?.aborted || isLodeError(error)) throw error;
    throw new LodeError("CANCELLED", "Cannot finish: the work was cancelled", { cause: error });
  }
}
