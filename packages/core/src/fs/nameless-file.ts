import { constants, openSync } from "node:fs";
import { constants as osConstants } from "node:os";
import { isSystemError } from "../base/system-error.ts";
import { AT_EMPTY_PATH, loadNative, type Native, type NativeCall } from "./native.ts";

/**
 * Loads what createNameless needs in this thread; does nothing where it is not possible. Worth its 15 ms from some
 * hundred files on: `O_TMPFILE` and `linkat` take 45 µs a file on ext4, a temporary name and `rename` 68 µs.
 */
export async function loadNamelessFiles(): Promise<void> {
  if (process.platform !== "linux") return;
  loading ??= load();
  await loading;
}

let loading: Promise<void> | undefined;
let native: { readonly linkat: NativeCall; readonly errno: Native["errno"] } | undefined;

async function load(): Promise<void> {
  try {
    const { func, errno } = await loadNative();
    native = { linkat: func(null, "int linkat(int fd, const char *from, int dir, const char *to, int flags)"), errno };
  } catch {
    // Without the native library files get a temporary name first; nothing else differs.
  }
}

/** Directories on disks that have no nameless files, by their path. */
const unsupported = new Set<string>();
const MAX_UNSUPPORTED = 10_000;

/**
 * Opens a new file that has no name in a directory. If it is closed without one, it is gone.
 *
 * @returns undefined if this is not loaded, or not possible on this disk; errors of the system as they are
 */
export function openNameless(dir: string, mode: number): number | undefined {
  if (native === undefined || (unsupported.size > 0 && unsupported.has(dir))) return undefined;
  try {
    return openSync(dir, O_TMPFILE | constants.O_WRONLY, mode);
  } catch (error) {
    if (!isSystemError(error, "EOPNOTSUPP", "ENOTSUP", "EISDIR", "EINVAL")) throw error;
    noteUnsupported(dir);
    return undefined;
  }
}

/** Of Linux; the same on x64 and arm64. */
const O_TMPFILE = 0o20200000;
const AT_FDCWD = -100;
const AT_SYMLINK_FOLLOW = 0x400;

/**
 * Gives a nameless file its name, which never replaces anything.
 *
 * @returns `refused` if the disk or the system does not allow it: the file is to be written in another way
 */
export function nameFile(fd: number, path: string, dir: string): "named" | "exists" | "refused" {
  if (native === undefined) return "refused";
  const { linkat, errno } = native;
  if (!isEmptyPathRefused) {
    if (linkat(fd, "", AT_FDCWD, path, AT_EMPTY_PATH) === 0) return "named";
    if (errno() === osConstants.errno.EEXIST) return "exists";
  }
  if (linkat(AT_FDCWD, `/proc/self/fd/${fd}`, AT_FDCWD, path, AT_SYMLINK_FOLLOW) === 0) {
    isEmptyPathRefused = true;
    return "named";
  }
  if (errno() === osConstants.errno.EEXIST) return "exists";
  noteUnsupported(dir);
  return "refused";
}

/** Before Linux 6.10 the faster call is for privileged processes only. */
let isEmptyPathRefused = false;

function noteUnsupported(dir: string): void {
  if (unsupported.size >= MAX_UNSUPPORTED) unsupported.clear();
  unsupported.add(dir);
}
