import { constants, copyFileSync, linkSync, symlinkSync } from "node:fs";
import { isSystemError } from "../base/system-error.ts";
import type { LinkType } from "./link-type.ts";

/**
 * Creates `to` from the file `from` by one link type. `to` must not exist. The mode of a reflink or copy is that of
 * `from`, less the umask; set it afterwards. A symlink holds `from` as it is given, so give it absolute.
 *
 * Errors of the system are thrown as they are; isLinkUnsupported tells those that mean: try the next type.
 */
export function linkFile(type: LinkType, from: string, to: string): void {
  switch (type) {
    case "reflink":
      copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
      break;
    case "hardlink":
      linkSync(from, to);
      break;
    case "symlink":
      symlinkSync(from, to, "file");
      break;
    case "copy":
      copyFileSync(from, to, constants.COPYFILE_EXCL);
      break;
  }
}

/**
 * Says whether an error of linkFile means that the disks do not support the type: the errnos after which DVC tries the
 * next one, and EMLINK, too many hard links of one file, where DVC fails.
 */
export function isLinkUnsupported(error: unknown): boolean {
  return isSystemError(
    error,
    "EPERM",
    "ENOTSUP",
    "EOPNOTSUPP",
    "EXDEV",
    "ENOTTY",
    "ENOSYS",
    "EINVAL",
    "EAGAIN",
    "EMLINK",
  );
}
