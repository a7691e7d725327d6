import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { fileModes } from "../fs/file-modes.ts";
import type { FileStat } from "../fs/file-stat.ts";
import { ioError } from "../fs/io-error.ts";
import { isLinkUnsupported, linkFile } from "../fs/link-file.ts";
import type { LinkType } from "../fs/link-type.ts";
import { linkTarget, lstatIfThere } from "../fs/move-file.ts";
import { statIfThere } from "../fs/stat-names.ts";
import { temporaryName } from "../fs/temporary-name.ts";
import { removeIfThere, writeFileAtomic } from "../fs/write-file-atomic.ts";
import { type ObjectStore, objectPath } from "./object-store.ts";

/**
 * Tells which of the store's link types work between it and a directory, by trying each with a temporary file; in the
 * store's order. The directory must exist, the store's is created.
 *
 * @throws LINK_UNSUPPORTED if none does, IO_FAILED if the system refuses
 */
export function probeLinkTypes(store: ObjectStore, dir: string): readonly LinkType[] {
  const from = `${store.dir}/${temporaryName()}`;
  ensureDir(store.dir, fileModes(store.shared));
  try {
    writeFileAtomic(from, "test");
    const working = store.linkTypes.filter((type) => worksBetween(type, from, dir));
    if (working.length > 0) return working;
  } finally {
    removeIfThere(from);
  }
  throw new LodeError("LINK_UNSUPPORTED", `Cannot link files of "${store.dir}" to "${dir}": no link type works`, {
    hint: "Add copy to them: lode config cache.type reflink,copy",
    details: { store: store.dir, dir, linkTypes: store.linkTypes },
  });
}

function worksBetween(type: LinkType, from: string, dir: string): boolean {
  const to = `${dir}/${temporaryName()}`;
  try {
    linkFile(type, from, to);
    return true;
  } catch (error) {
    if (isLinkUnsupported(error)) return false;
    throw ioError({ action: "try links in", path: dir }, error);
  } finally {
    removeIfThere(to);
  }
}

/** A workspace file whose content is known to be an object's. */
export interface LinkedFile {
  /** Absolute. */
  readonly path: string;
  readonly oid: Oid;
}

/**
 * Says whether a file is linked to its object in another way than the store's link types ask for (DVC's rule): a
 * regular file with one link satisfies `copy` and `reflink`, the object's inode `hardlink`, its path `symlink`.
 */
export function needsRelink(store: ObjectStore, { path, oid }: LinkedFile): boolean {
  const stat = lstatIfThere(path);
  if (stat === undefined) return true;
  const way = stat.isSymbolicLink() ? "symlink" : stat.nlink > 1n ? "hardlink" : "copy";
  const matching = store.linkTypes.some((type) => (type === "reflink" ? "copy" : type) === way);
  if (!matching) return true;
  const object = objectPath(store, oid);
  if (way === "symlink") return linkTarget(path) !== object;
  return way === "hardlink" && !isSameFile(stat, statIfThere(object));
}

function isSameFile(a: FileStat, b: FileStat | undefined): boolean {
  return a.ino === b?.ino && a.dev === b.dev;
}
