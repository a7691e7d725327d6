import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LodeError } from "../../base/lode-error.ts";
import { ensureDir } from "../ensure-dir.ts";
import { ioError } from "../io-error.ts";
import { readTextIfExists } from "../read-text-if-exists.ts";
import { type Flock, loadFlock } from "./flock.ts";

/** A lock that is held. */
export interface HeldLock {
  /** Gives it back; a second call does nothing. */
  release(): void;
}

/** Options of acquireFileLock and acquireHardlinkLock. */
export interface LockOptions {
  /** True: wait as long as it takes. Default false: DVC's 3 seconds. */
  readonly wait?: boolean;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
  /** Called once, when the lock is not free at once. */
  readonly onWait?: () => void;
}

/**
 * Takes an exclusive lock that DVC honours, in the protocol of zc.lockfile: `flock` on the file, which then holds a
 * blank, the process id and a line feed. The file stays after the release; only the lock counts. It ends with the
 * process, whatever happens.
 *
 * @param path absolute; the file and its folder are created when needed
 * @throws LOCK_HELD if another process has it, after 6 more attempts in 3 s; LOCK_UNSUPPORTED, IO_FAILED, CANCELLED
 */
export async function acquireFileLock(path: string, options: LockOptions = {}): Promise<HeldLock> {
  const flock = await loadFlock();
  ensureDir(dirname(path));
  const held = await retry(() => tryFileLock(path, flock), options);
  if (held !== undefined) return held;
  const holder = Number.parseInt(readTextIfExists(path) ?? "", 10);
  const state = Number.isNaN(holder) ? "another process holds it" : `process ${holder} holds it`;
  throw new LodeError("LOCK_HELD", `Cannot take the lock "${path}": ${state}`, {
    hint: "Wait until the other lode or dvc command has ended, or use --wait-for-lock",
    details: { path, ...(Number.isNaN(holder) ? {} : { pid: holder }) },
  });
}

const RETRIES = 6;
const RETRY_MS = 500;

/** Tries once, and then again every half second: six times, or for ever. */
export async function retry<T>(attempt: () => T | undefined, options: LockOptions): Promise<T | undefined> {
  const { wait = false, signal, onWait } = options;
  for (let retries = 0; ; retries++) {
    const result = attempt();
    if (result !== undefined || (!wait && retries >= RETRIES)) return result;
    if (retries === 0) onWait?.();
    try {
      await pause(RETRY_MS, undefined, signal === undefined ? {} : { signal });
    } catch (cause) {
      throw new LodeError("CANCELLED", "Cancelled", { cause });
    }
  }
}

function tryFileLock(path: string, flock: Flock): HeldLock | undefined {
  try {
    const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o666);
    let isHeld = false;
    try {
      isHeld = flock.tryLock(fd);
      if (!isHeld) return undefined;
      ftruncateSync(fd, writeSync(fd, ` ${process.pid}\n`, 0));
      return releaseOnce(() => {
        flock.unlock(fd);
        closeSync(fd);
      });
    } finally {
      if (!isHeld) closeSync(fd);
    }
  } catch (error) {
    throw ioError({ action: "take the lock", path }, error);
  }
}

/** Makes a HeldLock of what releases it. */
export function releaseOnce(release: () => void): HeldLock {
  let isHeld = true;
  return {
    release() {
      if (isHeld) release();
      isHeld = false;
    },
  };
}
