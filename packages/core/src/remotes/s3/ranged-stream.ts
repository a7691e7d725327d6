import { Readable } from "node:stream";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { ByteBudget } from "../cloud/byte-budget.ts";
import { defaultRetries, retryPassing } from "../retry-passing.ts";
import type { IncomingFile } from "../storage/remote-storage.ts";

/** How the rest of a file is read. */
export interface RangedReading {
  readonly signal: AbortSignal | undefined;
  readonly memory: ByteBudget;
  /** Reads a part of the same content, in pieces of memory; undefined if it is gone. */
  readonly readPart: (range: Required<ByteRange>, signal: AbortSignal) => Promise<Buffer[] | undefined>;
}

const PART_BYTES = 8 << 20;
/** On their way, and the one that is being read. */
const PARTS_AT_ONCE = 6;

/**
 * Streams a large file whose reading has begun: its first part from where it comes, the others by requests of their own,
 * six at once, since S3 sends over one connection no faster than a hard disk. They come as pieces (see isPiece), which belong
 * to the reader. A small file, and one for which there is no memory now, comes as it is.
 */
export function rangedStream(file: IncomingFile, reading: RangedReading): Readable {
  const { sizeBytes = 0 } = file;
  if (sizeBytes < 3 * PART_BYTES || file.etag === undefined) return file.stream();
  const memory = reading.memory.tryTake(PARTS_AT_ONCE * PART_BYTES);
  if (memory === undefined) return file.stream();
  const first = file.stream();
  const stream = Readable.from(partsOf(first, sizeBytes, reading), { objectMode: false });
  return stream.once("close", () => {
    first.destroy();
    memory[Symbol.dispose]();
  });
}

async function* partsOf(first: Readable, sizeBytes: number, reading: RangedReading): AsyncGenerator<Buffer> {
  const ending = new AbortController();
  const signal = reading.signal === undefined ? ending.signal : AbortSignal.any([ending.signal, reading.signal]);
  const under: Promise<Buffer[]>[] = [];
  let at = PART_BYTES;
  const begin = (): void => {
    for (; under.length < PARTS_AT_ONCE && at < sizeBytes; at += PART_BYTES) {
      const part = readWholePart({ start: at, end: Math.min(at + PART_BYTES, sizeBytes) }, { ...reading, signal });
      // Its failure is told when its turn comes.
      part.catch(() => undefined);
      under.push(part);
    }
  };
  try {
    begin();
    yield* beginning(first, PART_BYTES);
    for (let next = under.shift(); next !== undefined; next = under.shift()) {
      yield* emptied(await next);
      begin();
    }
  } finally {
    ending.abort();
  }
}

async function* beginning(stream: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of stream) {
    yield chunk.length <= left ? chunk : chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** Gives the pieces of a part away, and keeps none that was given. */
function* emptied(pieces: Buffer[]): Generator<Buffer> {
  pieces.reverse();
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) yield piece;
}

function readWholePart(
  range: Required<ByteRange>,
  { readPart, signal }: RangedReading & { signal: AbortSignal },
): Promise<Buffer[]> {
  const read = async (): Promise<Buffer[]> => {
    const pieces = (await readPart(range, signal)) ?? [];
    if (totalBytes(pieces) === range.end - range.start) return pieces;
    throw new LodeError("STORAGE_UNREACHABLE", "Cannot read a part of a file: the server sent less than it has");
  };
  return retryPassing(read, defaultRetries, signal);
}

function totalBytes(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
