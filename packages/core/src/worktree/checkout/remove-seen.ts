import { ioError } from "../../fs/io-error.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { removeIfThere } from "../../fs/write-file-atomic.ts";
import { absoluteDir } from "../scan/scan.ts";
import type { Removal } from "./checkout-plan.ts";

/**
 * Removes a file or link, unless it is not the one any more that was looked at: what was written meanwhile is saved
 * nowhere.
 *
 * @returns false if something else is there now
 * @throws IO_FAILED
 */
export function removeSeen(base: string, { relpath, seen }: Removal): boolean {
  const path = absoluteDir({ base }, relpath);
  const now = lstatPath(path);
  if (now === undefined) return true;
  if (now.isDirectory()) return false;
  const isSame =
    seen === undefined || (now.ino === seen.ino && now.mtimeNs === seen.mtimeNs && Number(now.size) === seen.size);
  if (!isSame) return false;
  try {
    removeIfThere(path);
    return true;
  } catch (error) {
    throw ioError({ action: "remove", path }, error);
  }
}
