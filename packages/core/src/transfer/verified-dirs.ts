import type { Oid } from "../base/oid.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { lstatPath } from "../fs/lstat-path.ts";
import { removeTree } from "../fs/remove-tree.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";

/** A directory with all its members. */
export interface WholeDir {
  readonly oid: Oid;
  readonly members: readonly Oid[];
}

/** Remembers which directories were found whole in a place, when each of their members was asked for. */
export interface VerifiedDirs {
  /** Whether a directory was found whole, and is held to be so still. To be asked before members are looked up. */
  has(oid: Oid): boolean;
  /** Remembers a directory that was found whole just now. */
  add(dir: WholeDir): void;
  /** Remembers directories whose last members have just arrived, after a look whether all are there. */
  confirm(dirs: readonly WholeDir[]): Promise<void>;
  /** Forgets all, since the place lost something. */
  clear(): void;
}

/**
 * Opens the memory of a remote in a folder: an empty file for each directory, whose time says when it was found whole;
 * that holds for a day.
 *
 * @param folder absolute, of one remote and hash name; created when needed
 */
export function openVerifiedDirs(folder: string): VerifiedDirs {
  const add = ({ oid }: WholeDir): void => {
    ensureDir(folder);
    writeFileAtomic(`${folder}/${oid}`, "");
  };
  return {
    has(oid) {
      const stat = lstatPath(`${folder}/${oid}`);
      return stat !== undefined && Date.now() - Number(stat.mtimeMs) < VALID_MS;
    },
    add,
    // What has just been sent is asked for once more the next time.
    confirm: async () => undefined,
    clear: () => removeTree(folder),
  };
}

/** A listing that is still there says that nobody removed its members in order; for the rest, they are asked for daily. */
const VALID_MS = 24 * 60 * 60 * 1000;
