import { constants } from "node:os";
import { LodeError } from "../../base/lode-error.ts";
import { loadNative, type Native } from "../native.ts";

/** The advisory locks of the operating system, on open files. A lock ends with `unlock`, or when the file is closed. */
export interface Flock {
  /** Takes the exclusive lock of an open file without waiting; false if another process has it. @throws IO_FAILED */
  tryLock(fd: number): boolean;
  unlock(fd: number): void;
}

/**
 * Loads the locks that DVC uses: `flock` on POSIX, the first byte of the file on Windows. Node has neither, so they are
 * called through koffi, which takes 15 ms to load; hence only when a lock is taken.
 *
 * @throws LOCK_UNSUPPORTED if koffi has no binary for this platform
 */
export async function loadFlock(): Promise<Flock> {
  loading ??= process.platform === "win32" ? loadWindows() : loadPosix();
  return await loading;
}

let loading: Promise<Flock> | undefined;

const LOCK_EX = 2;
const LOCK_NB = 4;
const LOCK_UN = 8;

async function loadPosix(): Promise<Flock> {
  const native = await loadForLocks();
  const flock = native.func(null, "int flock(int fd, int operation)");
  return {
    tryLock(fd) {
      if (flock(fd, LOCK_EX | LOCK_NB) === 0) return true;
      const errno = native.errno();
      if (errno === constants.errno.EWOULDBLOCK || errno === constants.errno.EAGAIN) return false;
      throw new LodeError("IO_FAILED", `Cannot lock files: flock fails with error ${errno}`, {
        hint: "If this disk has no locks, use hard links instead: lode config core.hardlink_lock true",
        details: { errno },
      });
    },
    unlock(fd) {
      flock(fd, LOCK_UN);
    },
  };
}

/** What `msvcrt.locking` of Python does: one byte at the start of the file. */
async function loadWindows(): Promise<Flock> {
  const native = await loadForLocks();
  const handleOf = native.func(null, "void *uv_get_osfhandle(int fd)");
  const lock = native.func(
    "kernel32.dll",
    "bool LockFile(void *file, uint32_t offset, uint32_t offsetHigh, uint32_t length, uint32_t lengthHigh)",
  );
  const unlock = native.func(
    "kernel32.dll",
    "bool UnlockFile(void *file, uint32_t offset, uint32_t offsetHigh, uint32_t length, uint32_t lengthHigh)",
  );
  return {
    tryLock: (fd) => lock(handleOf(fd), 0, 0, 1, 0) === true,
    unlock(fd) {
      unlock(handleOf(fd), 0, 0, 1, 0);
    },
  };
}

async function loadForLocks(): Promise<Native> {
  try {
    return await loadNative();
  } catch (cause) {
    throw new LodeError("LOCK_UNSUPPORTED", "Cannot lock files: the native library for it does not load here", {
      hint: "Use locks without it: lode config core.hardlink_lock true",
      cause,
    });
  }
}
