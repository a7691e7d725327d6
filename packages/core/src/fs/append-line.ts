import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { ioError } from "./io-error.ts";
import { writeFully } from "./write-file-atomic.ts";

/**
 * Appends a line to a text file, which is made if there is none; a line before it that has no end gets one. Links are
 * followed, and what another process appends at once stays.
 *
 * @param line without its end
 * @throws IO_FAILED
 */
export function appendLine(path: string, line: string): void {
  try {
    const fd = openSync(path, "a+");
    try {
      writeFully(fd, Buffer.from(`${isAtLineStart(fd) ? "" : "\n"}${line}\n`));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw ioError({ action: "write", path }, error);
  }
}

function isAtLineStart(fd: number): boolean {
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  return size === 0 || readSync(fd, last, 0, 1, size - 1) === 0 || last.toString() === "\n";
}
