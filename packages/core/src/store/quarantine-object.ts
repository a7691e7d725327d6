import type { Oid } from "../base/oid.ts";
import { isSystemError } from "../base/system-error.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { fileModes } from "../fs/file-modes.ts";
import { ioError } from "../fs/io-error.ts";
import { lstatIfThere } from "../fs/move-file.ts";
import { moveTree } from "../fs/move-tree.ts";
import { removeIfThere } from "../fs/write-file-atomic.ts";
import { type ObjectStore, objectPath } from "./object-store.ts";

/**
 * Takes the name from an object whose bytes are known not to hash to it. DVC deletes such a file; but it can be the
 * only copy of what a user wrote through a symbolic link. It is deleted if it is empty or has another hard link, else
 * it moves to `<oid>.<n>` in the store's `asideDir`, where neither DVC nor Lode looks for objects.
 *
 * @returns where the bytes are now; undefined if they were deleted or were not there
 * @throws IO_FAILED if the system refuses
 */
export function quarantineObject(store: ObjectStore, oid: Oid): string | undefined {
  const path = objectPath(store, oid);
  try {
    const stat = lstatIfThere(path);
    if (stat === undefined || stat.isDirectory()) return undefined;
    if (isOnlyCopy(stat)) return moveAside(store, oid);
    removeIfThere(path);
    return undefined;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return undefined;
    throw ioError({ action: "set aside the corrupt object", path }, error);
  }
}

/** Makes sure that there is a place for damaged bytes, and gives back a path in it where nothing is yet. */
export function freeAsidePath(store: ObjectStore, oid: Oid): string {
  const dir = store.asideDir ?? `${store.dir}/.corrupt`;
  ensureDir(dir, store.asideDir === undefined ? fileModes(store.shared) : undefined);
  let number = 1;
  while (lstatIfThere(`${dir}/${oid}.${number}`) !== undefined) number++;
  return `${dir}/${oid}.${number}`;
}

/** Whether bytes exist under no other name. */
export function isOnlyCopy(stat: NonNullable<ReturnType<typeof lstatIfThere>>): boolean {
  return stat.size > 0n && stat.nlink === 1n && stat.isFile();
}

function moveAside(store: ObjectStore, oid: Oid): string {
  const aside = freeAsidePath(store, oid);
  moveTree(objectPath(store, oid), aside);
  return aside;
}
