import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ByteRange } from "../base/file-tree.ts";
import { ioError } from "./io-error.ts";
import { noteArrived } from "./note-arrived.ts";

/** Large reads: each chunk costs a turn of the event loop. */
const CHUNK_BYTES = 256 << 10;

/** Streams a part of a file, which is opened when the first byte is wanted. @throws IO_FAILED in the stream */
export function readRange(path: string, { start, end }: ByteRange): Readable {
  if (end !== undefined && end <= start) return Readable.from([]);
  return Readable.from(chunks(path, { start, ...(end !== undefined && { end: end - 1 }) }));
}

async function* chunks(path: string, range: { readonly start: number; readonly end?: number }): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { ...range, highWaterMark: CHUNK_BYTES })) {
      yield chunk;
      noteArrived(chunk.length);
    }
  } catch (error) {
    throw ioError({ action: "read", path }, error);
  }
}

/**
 * Reads a file from a place on into memory. A stream makes a piece of memory for each chunk, which costs more than reading it.
 *
 * @returns how many bytes there were: fewer than fit only at the end of the file
 * @throws IO_FAILED
 */
export async function readInto(memory: Uint8Array, path: string, start: number): Promise<number> {
  try {
    await using file = await open(path);
    for (let filled = 0; ; ) {
      const { bytesRead } = await file.read(memory, filled, memory.length - filled, start + filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === memory.length) return filled;
    }
  } catch (error) {
    throw ioError({ action: "read", path }, error);
  }
}
