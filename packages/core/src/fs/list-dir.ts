import { type Dirent, opendirSync, readdirSync } from "node:fs";
import type { TreeEntry } from "../base/file-tree.ts";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";

/**
 * Lists one directory, synchronously and in no particular order. This is the step of a walk: the caller applies its
 * ignore rules and descends. Measured for 200,000 files: 0.1 s, against 0.14 s of the asynchronous call.
 *
 * @returns undefined if nothing is there or it is not a directory; a link to a directory is followed
 * @throws IO_FAILED if the system refuses
 */
export function listDir(dir: string): readonly TreeEntry[] | undefined {
  try {
    return readdirSync(dir, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw ioError({ action: "list the directory", path: dir }, error);
  }
}

function kindOf(entry: Dirent): TreeEntry["kind"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "dir";
  return entry.isSymbolicLink() ? "link" : "other";
}

/**
 * Lists one directory in the order in which the disk keeps its names, which is the order of DVC's walks and so of the
 * stages that it prints. Slower than listDir for large directories.
 *
 * @returns undefined if nothing is there, a loop of links included, or it is not a directory; a link to one is followed
 * @throws IO_FAILED if the system refuses
 */
export function listDirInDiskOrder(dir: string): readonly TreeEntry[] | undefined {
  try {
    const handle = opendirSync(dir, { bufferSize: 1024 });
    try {
      const entries: TreeEntry[] = [];
      for (let entry = handle.readSync(); entry !== null; entry = handle.readSync()) {
        entries.push({ name: entry.name, kind: kindOf(entry) });
      }
      return entries;
    } finally {
      handle.closeSync();
    }
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR", "ELOOP")) return undefined;
    throw ioError({ action: "list the directory", path: dir }, error);
  }
}

/** Lists the names of one directory; undefined if nothing is there or it is not a directory. @throws IO_FAILED */
export function listNames(dir: string): readonly string[] | undefined {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw ioError({ action: "list the directory", path: dir }, error);
  }
}

/** Yields the path of every file and link below a directory. Links to directories are yielded, not followed. */
export function* listFiles(dir: string): Generator<string, void, undefined> {
  for (const { name, kind } of listDir(dir) ?? []) {
    if (kind === "dir") yield* listFiles(`${dir}/${name}`);
    else if (kind !== "other") yield `${dir}/${name}`;
  }
}
