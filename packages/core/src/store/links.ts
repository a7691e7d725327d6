import type { Oid } from "../base/oid.ts";
import type { LinkType } from "../fs/link-type.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * Tells which of the store's link types work between it and a directory, by trying each with a temporary file; in the
 * store's order. The directory must exist, the store's is created.
 *
 * @throws LINK_UNSUPPORTED if none does
 */
export function probeLinkTypes(_store: ObjectStore, _dir: string): Promise<readonly LinkType[]> {
  throw new Error("not built yet");
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
export function needsRelink(_store: ObjectStore, _file: LinkedFile): boolean {
  throw new Error("not built yet");
}
