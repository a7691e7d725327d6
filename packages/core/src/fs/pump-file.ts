import type { BigIntStats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { checkIsFile, checkUnchanged, OPEN_FLAGS, SMALL_FILE_BYTES } from "./stable-read.ts";
import { writeAt } from "./write-at.ts";

/** Where the bytes of a file go. */
export interface PumpSink {
  /**
   * Receives the chunks in order, 1 MiB each but the last, which is smaller, and the size of the file. The bytes are valid
   * until what it returns has resolved.
   */
  readonly onChunk: (chunk: Uint8Array, sizeBytes: number) => void | Promise<void>;
  /** Also written to this file, which must not exist; removing it after a failure is the caller's. */
  readonly copyTo?: { readonly path: string; readonly mode: number };
  /** Looked at between chunks: throws to end early. */
  readonly checkAborted?: () => void;
}

/**
 * Reads a large file once, links followed. While a chunk is with `onChunk`, the next is being read and the one before
 * is being written by the threads of the runtime, so hashing an 8 GB file on the way costs little more than hashing it.
 * Memory: two chunks.
 *
 * @returns what `stat` says of the file
 * @throws FILE_CHANGED if size or mtime differ before and after, FILE_UNREADABLE if it is no regular file; errors of
 *   the system are thrown as they are
 */
export async function pumpFile(path: string, sink: PumpSink): Promise<BigIntStats> {
  await using source = await open(path, OPEN_FLAGS);
  const before = await source.stat({ bigint: true });
  checkIsFile(path, before);
  const { copyTo } = sink;
  await using copy = copyTo === undefined ? undefined : await open(copyTo.path, "wx", copyTo.mode);
  const sizeBytes = Number(before.size);
  const bytesRead = await pump({ source, copy, sizeBytes }, sink);
  checkUnchanged(path, { before, after: await source.stat({ bigint: true }), bytesRead });
  return before;
}

interface Pumped {
  readonly source: FileHandle;
  readonly copy: FileHandle | undefined;
  readonly sizeBytes: number;
}

async function pump({ source, copy, sizeBytes }: Pumped, sink: PumpSink): Promise<number> {
  const buffers = [Buffer.allocUnsafeSlow(SMALL_FILE_BYTES), Buffer.allocUnsafeSlow(SMALL_FILE_BYTES)];
  let bytesRead = 0;
  let reading = readChunk(source, buffers, 0);
  let writing: Promise<void> = Promise.resolve();
  try {
    for (let turn = 1; ; turn++) {
      const [chunk] = await Promise.all([reading, writing]);
      if (chunk.length === 0) return bytesRead;
      bytesRead += chunk.length;
      sink.checkAborted?.();
      reading = readChunk(source, buffers, turn);
      if (copy !== undefined) writing = writeAt(copy, chunk, bytesRead - chunk.length);
      await sink.onChunk(chunk, sizeBytes);
    }
  } finally {
    await Promise.allSettled([reading, writing]);
  }
}

/** Fills the buffer of this turn, as far as the file goes. */
async function readChunk(source: FileHandle, buffers: readonly Buffer[], turn: number): Promise<Buffer> {
  const buffer = buffers[turn % buffers.length] ?? Buffer.alloc(0);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await source.read(buffer, filled, buffer.length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
