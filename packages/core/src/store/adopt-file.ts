import type { Oid } from "../base/oid.ts";
import { fileModes } from "../fs/file-modes.ts";
import { ioError } from "../fs/io-error.ts";
import { placeFile } from "../fs/place-file.ts";
import { findMissing } from "./find-missing.ts";
import { type ObjectStore, objectPath, objectPlace } from "./object-store.ts";

/**
 * Makes an object of a file on the same disk, whose bytes are known to hash to the id: the file is moved. An object that
 * exists stays, after the check of findMissing, and so does the file then.
 *
 * @returns whether the store did not have it
 * @throws IO_FAILED
 */
export async function adoptFile(store: ObjectStore, oid: Oid, path: string): Promise<boolean> {
  const isNew = (await findMissing(store, [oid])).length > 0;
  try {
    if (isNew) placeFile(objectPlace(store, oid, fileModes(store.shared)), path);
    return isNew;
  } catch (error) {
    throw ioError({ action: "write the object", path: objectPath(store, oid) }, error);
  }
}
