import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ByteRange, FileTree, TreeEntry, TreeKind, TreeStat } from "../base/file-tree.ts";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";
import { listDirInDiskOrder } from "./list-dir.ts";
import { openRegularFile } from "./open-regular-file.ts";

/** The files below a folder of the disk. Links are followed, also out of the folder. */
export class DiskTree implements FileTree {
  readonly root: string;

  /** @param root absolute path of the folder */
  constructor(root: string) {
    this.root = root;
  }

  /** @throws IO_FAILED if the system refuses */
  async list(dir: string): Promise<readonly TreeEntry[] | undefined> {
    return listDirInDiskOrder(this.#full(dir));
  }

  /** Synchronous, which takes 3 µs where the threads of the runtime take 20. @throws IO_FAILED if the system refuses */
  async stat(path: string): Promise<TreeStat | undefined> {
    const found = await this.#unlessMissing(path, async (full) => statSync(full, { throwIfNoEntry: false }));
    if (found === undefined) return undefined;
    if (found.isDirectory()) return { kind: "dir", sizeBytes: found.size, executable: false };
    const executable = (found.mode & 0o111) !== 0;
    return { kind: found.isFile() ? "file" : "other", sizeBytes: found.size, executable };
  }

  /** @throws IO_FAILED if the system refuses */
  lookup(path: string): Promise<TreeKind | undefined> {
    return this.stat(path);
  }

  /** Synchronous: for the small files that are read whole, the threads of the runtime cost 5 times as much. @throws IO_FAILED */
  async readBytes(path: string): Promise<Buffer | undefined> {
    return await this.#unlessMissing(path, async (full) => {
      const fd = openSync(full, READ);
      try {
        return fstatSync(fd).isFile() ? readFileSync(fd) : undefined;
      } finally {
        closeSync(fd);
      }
    });
  }

  /** @throws IO_FAILED if the system refuses; a failure while reading comes through the stream as it is */
  async openRead(path: string, range: ByteRange = { start: 0 }): Promise<Readable | undefined> {
    const { start, end } = range;
    const file = await openRegularFile(this.#full(path));
    if (end === undefined || end > start) {
      return file?.createReadStream({ start, ...(end !== undefined && { end: end - 1 }), highWaterMark: CHUNK_BYTES });
    }
    await file?.close();
    return file && Readable.from([]);
  }

  #full(path: string): string {
    return path === "" ? this.root : join(this.root, path);
  }

  async #unlessMissing<T>(path: string, work: (full: string) => Promise<T>): Promise<T | undefined> {
    const full = this.#full(path);
    try {
      return await work(full);
    } catch (error) {
      if (isSystemError(error, "ENOENT", "ENOTDIR", "ELOOP", "EISDIR")) return undefined;
      throw ioError({ action: "read", path: full }, error);
    }
  }
}

/** Large reads: each chunk costs a turn of the event loop, and what receives it another. */
const CHUNK_BYTES = 256 << 10;

/** A pipe that nobody writes to would block a plain open for ever. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;
