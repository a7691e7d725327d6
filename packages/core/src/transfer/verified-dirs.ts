import type { Oid } from "../base/oid.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { lstatPath } from "../fs/lstat-path.ts";
import { removeTree } from "../fs/remove-tree.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";

/** Remembers which directories were found whole in a remote, when each of their members was asked for. */
export interface VerifiedDirs {
  /** Whether a directory was found whole within a day. */
  has(oid: Oid): boolean;
  add(oid: Oid): void;
  /** Forgets all, since the remote lost something. */
  clear(): void;
}

/**
 * Opens the memory in a folder: an empty file for each directory, whose time says when.
 *
 * @param folder absolute, of one remote and hash name; created when needed
 */
export function openVerifiedDirs(folder: string): VerifiedDirs {
  return {
    has(oid) {
      const stat = lstatPath(`${folder}/${oid}`);
      return stat !== undefined && Date.now() - Number(stat.mtimeMs) < VALID_MS;
    },
    add(oid) {
      ensureDir(folder);
      writeFileAtomic(`${folder}/${oid}`, "");
    },
    clear: () => removeTree(folder),
  };
}

/** A listing that is still there says that nobody removed its members in order; for the rest, they are asked for daily. */
const VALID_MS = 24 * 60 * 60 * 1000;
