import type { Oid } from "../../base/oid.ts";
import { isSystemError } from "../../base/system-error.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { OBJECT_MODE } from "../../fs/file-modes.ts";
import type { ContentStat } from "../../fs/file-stat.ts";
import { isLinkUnsupported, linkFile } from "../../fs/link-file.ts";
import { lstatIfThere } from "../../fs/move-file.ts";
import { trySetMode } from "../../fs/set-mode.ts";
import { checkUnchanged } from "../../fs/stable-read.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import { removeIfThere } from "../../fs/write-file-atomic.ts";
import { objectPath, objectPlace } from "../object-store.ts";
import type { Intake } from "./intake.ts";
import { isKnownUnsupported, noteUnsupported } from "./known-links.ts";
import type { HashedFile } from "./read-and-hash.ts";

/** Links the object to the file itself; false if it has to be copied, as an empty file or a symbolic link has. */
export function hardlinkObject(intake: Intake, oid: Oid, { stat }: HashedFile): boolean {
  const { path, store, modes, hardlink } = intake;
  if (!hardlink || stat.size === 0n) return false;
  if (isKnownUnsupported("hardlink", intake) || lstatIfThere(path)?.ino !== stat.ino) return false;
  const target = objectPath(store, oid);
  try {
    linkIntoShard(path, objectPlace(store, oid, modes));
  } catch (error) {
    if (isSystemError(error, "EEXIST")) return true;
    if (!isLinkUnsupported(error)) throw error;
    if (!isSystemError(error, "EMLINK")) noteUnsupported("hardlink", intake);
    return false;
  }
  protectLink(path, target, stat);
  return true;
}

/** Makes the object read-only, and takes it back if the file was changed since it was hashed. */
function protectLink(path: string, target: string, before: ContentStat): void {
  trySetMode(target, OBJECT_MODE);
  const after = statIfThere(target);
  if (after === undefined) return;
  try {
    checkUnchanged(path, { before, after, bytesRead: Number(before.size) });
  } catch (error) {
    removeIfThere(target);
    throw error;
  }
}

function linkIntoShard(path: string, { dir, name, modes }: ReturnType<typeof objectPlace>): void {
  try {
    linkFile("hardlink", path, `${dir}/${name}`);
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
    ensureDir(dir, modes);
    linkFile("hardlink", path, `${dir}/${name}`);
  }
}
