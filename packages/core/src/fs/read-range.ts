import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { ByteRange } from "../base/file-tree.ts";
import { ioError } from "./io-error.ts";

/** Large reads: each chunk costs a turn of the event loop. */
const CHUNK_BYTES = 256 << 10;

/** Streams a part of a file, which is opened when the first byte is wanted. @throws IO_FAILED in the stream */
export function readRange(path: string, { start, end }: ByteRange): Readable {
  if (end !== undefined && end <= start) return Readable.from([]);
  return Readable.from(chunks(path, { start, ...(end !== undefined && { end: end - 1 }) }));
}

async function* chunks(path: string, range: { readonly start: number; readonly end?: number }): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { ...range, highWaterMark: CHUNK_BYTES });
  } catch (error) {
    throw ioError({ action: "read", path }, error);
  }
}
