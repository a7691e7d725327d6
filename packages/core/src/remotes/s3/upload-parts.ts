import { sizeChanged, UploadReader } from "../cloud/upload-reader.ts";
import type { FileContent, UploadContent } from "../storage/remote-storage.ts";

/** A part of a file that is uploaded, in memory that its reader has lent. */
export interface Part {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** The parts of a file; `next` may be called again before the part before is there. */
export interface PartSource {
  /**
   * Reads the next part into memory that is as large as a part; undefined after the last one. Every part but the last has
   * the same size.
   */
  next(memory: Buffer): Promise<Part | undefined>;
  close(): Promise<void>;
}

/** Cuts what is uploaded into parts, each of which is read into memory. @throws FILE_CHANGED, and what reading throws */
export function partsOf(content: Exclude<UploadContent, { kind: "bytes" }>, partBytes: number): PartSource {
  return content.kind === "file" ? partsOfFile(content, partBytes) : partsOfStream(content);
}

function partsOfFile({ sizeBytes, open, readInto }: FileContent, partBytes: number): PartSource {
  let count = 0;
  const read = async (memory: Buffer, start: number): Promise<number> =>
    (await readInto?.(memory, start)) ?? (await fill(memory, open({ start, end: start + memory.length }))).length;
  return {
    async next(memory) {
      const start = count * partBytes;
      if (start >= sizeBytes) return undefined;
      const number = ++count;
      const end = Math.min(start + partBytes, sizeBytes);
      const bytes = memory.subarray(0, end - start);
      if ((await read(bytes, start)) !== bytes.length) throw sizeChanged();
      return { number, bytes };
    },
    async close() {
      count = Number.POSITIVE_INFINITY;
    },
  };
}

function partsOfStream(content: Extract<UploadContent, { kind: "stream" }>): PartSource {
  const reader = new UploadReader(content);
  let number = 0;
  let sizeBytes = 0;
  let turn: Promise<Part | undefined> = Promise.resolve(undefined);
  const read = async (memory: Buffer): Promise<Part | undefined> => {
    const bytes = await fill(memory, reader.take(memory.length));
    sizeBytes += bytes.length;
    if (bytes.length > 0) return { number: ++number, bytes };
    if (content.sizeBytes !== undefined && content.sizeBytes !== sizeBytes) throw sizeChanged();
    return undefined;
  };
  return {
    next(memory) {
      turn = turn.then(() => read(memory));
      return turn;
    },
    close: () => reader.close(),
  };
}

async function fill(memory: Buffer, chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  let at = 0;
  for await (const chunk of chunks) {
    memory.set(chunk.subarray(0, Math.max(0, memory.length - at)), Math.min(at, memory.length));
    at += chunk.length;
  }
  if (at > memory.length) throw sizeChanged();
  return memory.subarray(0, at);
}

/** The same parts, of which the first was taken already. */
export function startingWith(first: Part | undefined, source: PartSource): PartSource {
  let taken = first;
  return {
    async next(memory) {
      const part = taken;
      taken = undefined;
      if (part === undefined) return await source.next(memory);
      memory.set(part.bytes);
      return { ...part, bytes: memory.subarray(0, part.bytes.length) };
    },
    close: () => source.close(),
  };
}
