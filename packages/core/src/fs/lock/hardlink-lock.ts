import { hash, randomInt } from "node:crypto";
import { linkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { isSystemError } from "../../base/system-error.ts";
import { ensureDir } from "../ensure-dir.ts";
import { ioError } from "../io-error.ts";
import { readTextIfExists } from "../read-text-if-exists.ts";
import { removeIfThere } from "../write-file-atomic.ts";
import { type HeldLock, type LockOptions, releaseOnce, retry } from "./file-lock.ts";

/**
 * Takes an exclusive lock as DVC does with `core.hardlink_lock`, for network disks without `flock`; the protocol is
 * that of flufl.lock: a claim file of a unique name is hard-linked to the lock file, which only one process can do.
 * The lock file's mtime is its end of life, a year ahead. It is removed on release, and stays if the process is killed.
 *
 * @param path absolute path of the lock file; claim files lie beside it
 * @throws LOCK_HELD if it is there after 3 s, IO_FAILED, CANCELLED
 */
export async function acquireHardlinkLock(path: string, options: LockOptions = {}): Promise<HeldLock> {
  ensureDir(dirname(path));
  const claim = makeClaim(path);
  try {
    const held = await retry(() => tryLink(claim, path), options);
    if (held !== undefined) return held;
  } catch (error) {
    removeIfThere(claim);
    throw error;
  }
  removeIfThere(claim);
  throw new LodeError("LOCK_HELD", `Cannot take the lock "${path}": another process holds it`, {
    hint: `If no other lode or dvc command works on this project, remove ${path}`,
    details: { path },
  });
}

const LIFETIME_S = 365 * 24 * 60 * 60;
const SEPARATOR = process.platform === "win32" ? "^" : "|";

/** The claim holds its own path, by which its owner knows the lock file again. */
function makeClaim(path: string): string {
  const name = [path, hostname(), process.pid, randomInt(2 ** 31)].join(SEPARATOR);
  const claim = join(dirname(path), `${hash("md5", name)}.lock`);
  try {
    writeFileSync(claim, claim);
    prolong(claim);
    return claim;
  } catch (error) {
    throw ioError({ action: "write the lock claim", path: claim }, error);
  }
}

function prolong(claim: string): void {
  const endS = Date.now() / 1000 + LIFETIME_S;
  utimesSync(claim, endS, endS);
}

function tryLink(claim: string, path: string): HeldLock | undefined {
  try {
    linkSync(claim, path);
  } catch (error) {
    if (isSystemError(error, "EEXIST")) return undefined;
    throw ioError({ action: "take the lock", path }, error);
  }
  return releaseOnce(() => {
    if (readTextIfExists(path) === claim) removeIfThere(path);
    removeIfThere(claim);
  });
}
