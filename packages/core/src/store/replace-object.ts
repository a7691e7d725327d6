import type { Oid } from "../base/oid.ts";
import { ioError } from "../fs/io-error.ts";
import { isLinkUnsupported, linkFile } from "../fs/link-file.ts";
import { lstatIfThere } from "../fs/move-file.ts";
import { copyTree, moveTree } from "../fs/move-tree.ts";
import { type ObjectStore, objectPath } from "./object-store.ts";
import { freeAsidePath, isOnlyCopy } from "./quarantine-object.ts";

/**
 * Replaces an object that is known to be damaged by a verified file, by rename: its name is never free. The damaged
 * bytes are kept as by quarantineObject.
 *
 * @param soundFile absolute, with the mode of an object; it is gone afterwards
 * @returns where the damaged bytes are now; undefined if they exist under another name, or were not there
 * @throws IO_FAILED if the system refuses; the object is then as it was
 */
export function replaceObject(store: ObjectStore, oid: Oid, soundFile: string): string | undefined {
  const path = objectPath(store, oid);
  try {
    const stat = lstatIfThere(path);
    const aside = stat !== undefined && isOnlyCopy(stat) ? keepAside(store, oid) : undefined;
    moveTree(soundFile, path);
    return aside;
  } catch (error) {
    throw ioError({ action: "replace the damaged object", path }, error);
  }
}

function keepAside(store: ObjectStore, oid: Oid): string {
  const aside = freeAsidePath(store, oid);
  try {
    linkFile("hardlink", objectPath(store, oid), aside);
  } catch (error) {
    if (!isLinkUnsupported(error)) throw error;
    copyTree(objectPath(store, oid), aside);
  }
  return aside;
}
