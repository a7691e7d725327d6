import { chmodSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";

/**
 * Sets permission bits as far as the disk lets us: some network disks have none, shared files belong to others, and
 * DVC goes on there too. Other errors of the system are thrown as they are.
 */
export function trySetMode(path: string, mode: number): void {
  tolerateRefusal(() => chmodSync(path, mode));
}

/** Runs a change of mode and passes over the refusals that mean: not on this disk, not for this user. */
export function tolerateRefusal(setMode: () => void): void {
  try {
    setMode();
  } catch (error) {
    if (!isSystemError(error, "EPERM", "EACCES", "EROFS", "ENOTSUP", "EOPNOTSUPP", "EINVAL", "ENOSYS")) throw error;
  }
}
