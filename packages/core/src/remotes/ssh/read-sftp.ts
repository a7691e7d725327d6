import { Readable } from "node:stream";
import type { SFTPWrapper } from "ssh2";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import { call } from "./sftp-calls.ts";

/** What is read of an open file. */
export interface OpenFile {
  readonly sftp: SFTPWrapper;
  readonly handle: Buffer;
  readonly range: Required<ByteRange>;
}

/** What OpenSSH's server sends at once; the client asks others for less. */
const CHUNK_BYTES = 128 << 10;
/** Enough for 100 MB/s over 40 ms. */
const CHUNKS_AHEAD = 32;

/** Reads a range of an open file whole. */
export async function readRangeWhole({ sftp, handle, range }: OpenFile): Promise<Buffer> {
  const chunks = await Array.fromAsync(chunksOf({ sftp, handle, range }));
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/** A range of an open file as a stream that asks ahead for what follows. */
export function streamRange(file: OpenFile, asError: (error: unknown) => unknown): Readable {
  return Readable.from(guarded(chunksOf(file), asError));
}

async function* guarded(source: AsyncIterable<Buffer>, asError: (error: unknown) => unknown): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    throw asError(error);
  }
}

async function* chunksOf({ sftp, handle, range: { start, end } }: OpenFile): AsyncGenerator<Buffer> {
  const waiting: Promise<Buffer>[] = [];
  let asked = start;
  const ask = () => {
    if (asked >= end) return;
    const size = Math.min(CHUNK_BYTES, end - asked);
    const chunk = readFully({ sftp, handle }, asked, size);
    // Its failure is thrown when its turn comes.
    chunk.catch(() => undefined);
    waiting.push(chunk);
    asked += size;
  };
  for (let i = 0; i < CHUNKS_AHEAD; i++) ask();
  for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
    const bytes = await chunk;
    ask();
    yield bytes;
  }
}

/** A server may give less than it was asked for, and it does so where the file has become shorter. */
async function readFully({ sftp, handle }: Omit<OpenFile, "range">, start: number, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const at = done;
    const read = await call<number>(sftp, (end) => sftp.read(handle, bytes, at, size - at, start + at, end));
    if (read === 0) throw new LodeError("FILE_CHANGED", "Cannot read on: the file has become shorter");
    done += read;
  }
  return bytes;
}
