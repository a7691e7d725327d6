import type { ErrorCode } from "../base/error-catalogue.ts";
import { LodeError } from "../base/lode-error.ts";

/** What was attempted when the system refused. */
export interface Attempt {
  /** An infinitive with its object's kind, such as `write the object`. */
  readonly action: string;
  readonly path: string;
  /** Default: IO_FAILED. */
  readonly code?: ErrorCode;
}

/**
 * Makes a LodeError of an error of the operating system; its errno name is in `details.errno`. Anything else is a bug
 * and is returned as it is.
 */
export function ioError({ action, path, code = "IO_FAILED" }: Attempt, cause: unknown): unknown {
  if (!(cause instanceof Error) || !("code" in cause) || !("syscall" in cause)) return cause;
  const errno = String(cause.code);
  return new LodeError(code, `Cannot ${action} "${path}": ${reasons[errno] ?? cause.message}`, {
    details: { path, errno },
    cause,
  });
}

/** Makes a LodeError of an error of the operating system that nobody foresaw, as far as it names a path. */
export function unforeseenIoError(error: unknown): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("path" in error)) return error;
  const call = String(error.syscall);
  return ioError({ action: actions[call] ?? "look at", path: String(error.path) }, error);
}

/** By system call. */
const actions: Readonly<Record<string, string>> = {
  open: "open",
  read: "read",
  readFile: "read",
  scandir: "list",
  write: "write",
  unlink: "remove",
  rmdir: "remove",
  mkdir: "create",
  rename: "move",
};

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBUSY: "it is busy",
  EDQUOT: "the disk quota is exceeded",
  EEXIST: "something is there already",
  EIO: "the device reports an error",
  EISDIR: "it is a directory",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "too many open files",
  ENOENT: "nothing is there",
  ENOSPC: "no space is left on the device",
  ENOTDIR: "a part of the path is not a directory",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
};
