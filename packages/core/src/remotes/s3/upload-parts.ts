import { buffer } from "node:stream/consumers";
import { LodeError } from "../../base/lode-error.ts";
import { UploadReader } from "../cloud/upload-reader.ts";
import type { UploadContent } from "../storage/remote-storage.ts";

/** A part of a file that is uploaded. */
export interface Part {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** The parts of a file; `next` may be called again before the part before is there. */
export interface PartSource {
  /** Undefined after the last one. Every part but the last has the same size. */
  next(): Promise<Part | undefined>;
  close(): Promise<void>;
}

/** Cuts what is uploaded into parts, each of which is read into memory. @throws FILE_CHANGED, and what reading throws */
export function partsOf(content: Exclude<UploadContent, { kind: "bytes" }>, partBytes: number): PartSource {
  return content.kind === "file" ? partsOfFile(content, partBytes) : partsOfStream(content, partBytes);
}

function partsOfFile({ sizeBytes, open }: Extract<UploadContent, { kind: "file" }>, partBytes: number): PartSource {
  let count = 0;
  return {
    async next() {
      const start = count * partBytes;
      if (start >= sizeBytes) return undefined;
      const number = ++count;
      const end = Math.min(start + partBytes, sizeBytes);
      const bytes = await buffer(open({ start, end }));
      if (bytes.length !== end - start) throw sizeChanged();
      return { number, bytes };
    },
    async close() {
      count = Number.POSITIVE_INFINITY;
    },
  };
}

function partsOfStream(content: Extract<UploadContent, { kind: "stream" }>, partBytes: number): PartSource {
  const reader = new UploadReader(content);
  let number = 0;
  let sizeBytes = 0;
  let turn: Promise<Part | undefined> = Promise.resolve(undefined);
  const read = async (): Promise<Part | undefined> => {
    const bytes = await reader.read(partBytes);
    sizeBytes += bytes.length;
    if (bytes.length > 0) return { number: ++number, bytes };
    if (content.sizeBytes !== undefined && content.sizeBytes !== sizeBytes) throw sizeChanged();
    return undefined;
  };
  return {
    next() {
      turn = turn.then(read);
      return turn;
    },
    close: () => reader.close(),
  };
}

/** The same parts, of which the first was taken already. */
export function startingWith(first: Part | undefined, source: PartSource): PartSource {
  let taken = first;
  return {
    async next() {
      const part = taken;
      taken = undefined;
      return part ?? (await source.next());
    },
    close: () => source.close(),
  };
}

/** The error for a file of which more or less is there than when its upload began. */
export function sizeChanged(): LodeError {
  return new LodeError("FILE_CHANGED", "Cannot upload a file: its size has changed meanwhile", {
    hint: "Run the command again.",
  });
}
