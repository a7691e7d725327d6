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
  /** Reads a part of the same content. */
  readonly open: (range: ByteRange, signal: AbortSignal) => Promise<IncomingFile | undefined>;
}

const PART_BYTES = 8 << 20;
const PARTS_AT_ONCE = 6;

/**
 * Streams a large file whose reading has begun: its first part from where it comes, the others by requests of their own,
 * six at once, since S3 sends over one connection no faster than a hard disk. A small file, and one for which there is no
 * memory now, comes as it is.
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
  const under: Promise<Buffer>[] = [];
  let at = PART_BYTES;
  const begin = (): void => {
    for (; under.length < PARTS_AT_ONCE && at < sizeBytes; at += PART_BYTES) {
      const part = readPart({ start: at, end: Math.min(at + PART_BYTES, sizeBytes) }, { ...reading, signal });
      // Its failure is told when its turn comes.
      part.catch(() => undefined);
      under.push(part);
    }
  };
  try {
    begin();
    yield* beginning(first, PART_BYTES);
    for (let next = under.shift(); next !== undefined; next = under.shift()) {
      yield await next;
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

function readPart(
  range: Required<ByteRange>,
  { open, signal }: RangedReading & { signal: AbortSignal },
): Promise<Buffer> {
  const read = async (): Promise<Buffer> => {
    const bytes = await (await open(range, signal))?.bytes();
    if (bytes?.length === range.end - range.start) return bytes;
    throw new LodeError("STORAGE_UNREACHABLE", "Cannot read a part of a file: the server sent less than it has");
  };
  return retryPassing(read, defaultRetries, signal);
}
