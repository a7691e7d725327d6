import { closeSync, constants, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ensureDir } from "./ensure-dir.ts";
import { ioError } from "./io-error.ts";
import { temporaryName } from "./temporary-name.ts";

/** A file without a name for bytes that are too many for memory; disposing it frees the disk, and so does any end of the process. */
export class ScratchFile implements Disposable {
  readonly #dir: string;
  #fd: number | undefined;
  #length = 0;

  /** @param dir absolute; made when the first bytes come */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Adds bytes at the end, and returns where they begin. @throws IO_FAILED */
  append(bytes: Buffer): number {
    const start = this.#length;
    this.#fd ??= openUnnamed(this.#dir);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at, bytes.length - at, start + at);
    } catch (error) {
      throw ioError({ action: "write", path: this.#dir }, error);
    }
    this.#length += bytes.length;
    return start;
  }

  /** Reads bytes that were added. @throws IO_FAILED */
  read(start: number, sizeBytes: number): Buffer {
    const bytes = Buffer.allocUnsafe(sizeBytes);
    if (this.#fd === undefined) return bytes.subarray(0, 0);
    try {
      let at = 0;
      while (at < sizeBytes) {
        const count = readSync(this.#fd, bytes, at, sizeBytes - at, start + at);
        if (count === 0) break;
        at += count;
      }
      return bytes.subarray(0, at);
    } catch (error) {
      throw ioError({ action: "read", path: this.#dir }, error);
    }
  }

  [Symbol.dispose](): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

function openUnnamed(dir: string): number {
  ensureDir(dir);
  const path = join(dir, temporaryName());
  try {
    const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
    rmSync(path);
    return fd;
  } catch (error) {
    throw ioError({ action: "create", path }, error);
  }
}
