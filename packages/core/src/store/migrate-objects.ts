import { isDirOid, type Oid, parseOid } from "../base/oid.ts";
import { isSystemError } from "../base/system-error.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { fileModes } from "../fs/file-modes.ts";
import { ioError } from "../fs/io-error.ts";
import { isLinkUnsupported, linkFile } from "../fs/link-file.ts";
import type { Placement } from "../fs/place-file.ts";
import { readBytesIfExists } from "../fs/read-text-if-exists.ts";
import { hashBytes } from "../hash/md5.ts";
import { addFiles } from "./add-files.ts";
import { findMissing } from "./find-missing.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import { listObjects } from "./list-objects.ts";
import { type ObjectStore, objectPath, objectPlace } from "./object-store.ts";
import { putBytes } from "./put-bytes.ts";

/**
 * Takes all objects of a store into another that hashes otherwise, each under what it hashes to there, by clone or hard
 * link where the disk has them. The first store stays as it is, and so does the text of manifests, as in DVC: they go on
 * naming their members by the old hashes. Manifests come last.
 *
 * @returns how many objects the second store did not have
 * @throws what addFiles and putBytes throw; objects that were finished stay
 */
export async function migrateObjects(
  { from, to }: { readonly from: ObjectStore; readonly to: ObjectStore },
  options: BatchOptions = {},
): Promise<number> {
  const before = new Set(listObjects(to));
  const oids = [...listObjects(from)];
  const files = oids.filter((oid) => !isDirOid(oid)).map((oid) => objectPath(from, oid));
  const added = new Set((await addFiles(to, files, { ...options, hardlink: true })).oids);
  let count = [...added].filter((oid) => oid !== undefined && !before.has(oid)).length;
  for (const oid of oids.filter(isDirOid)) if (await migrateManifest({ from, to }, oid)) count++;
  return count;
}

async function migrateManifest(
  { from, to }: { readonly from: ObjectStore; readonly to: ObjectStore },
  oid: Oid,
): Promise<boolean> {
  const path = objectPath(from, oid);
  const bytes = readBytesIfExists(path);
  const renamed = bytes === undefined ? undefined : parseOid(`${hashBytes(bytes, to.hashName)}.dir`);
  if (bytes === undefined || renamed === undefined) return false;
  if ((await findMissing(to, [renamed])).length === 0) return false;
  if (!linkObject(path, objectPlace(to, renamed, fileModes(to.shared)))) await putBytes(to, renamed, bytes);
  return true;
}

/** False if the disks have no hard links, or something is there meanwhile. */
function linkObject(path: string, { dir, name, modes }: Placement): boolean {
  try {
    ensureDir(dir, modes);
    linkFile("hardlink", path, `${dir}/${name}`);
    return true;
  } catch (error) {
    if (isLinkUnsupported(error) || isSystemError(error, "EEXIST")) return false;
    throw ioError({ action: "link the object", path }, error);
  }
}
