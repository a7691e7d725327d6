import { LodeError } from "../../base/lode-error.ts";
import type { Upload, UploadContent } from "../storage/remote-storage.ts";

/** Reads what is to be sent once, from its beginning, in pieces of any size. */
export class UploadReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(content: UploadContent) {
    this.#chunks = chunksOf(content)[Symbol.asyncIterator]();
  }

  /** Gives the next bytes as they come, no more than `count` of them; fewer only at the end. */
  async *take(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      const chunk = await this.#next();
      if (chunk === undefined) return;
      this.#rest = chunk.subarray(left);
      const part = chunk.subarray(0, left);
      left -= part.length;
      yield part;
    }
  }

  /** Reads the next bytes, no more than `count` of them; fewer only at the end. */
  async read(count: number): Promise<Buffer> {
    const parts = await Array.fromAsync(this.take(count));
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** Ends the reading, wherever it is. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(): Promise<Buffer | undefined> {
    if (this.#rest.length > 0) return this.#rest;
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (done === true) return undefined;
      if (value.length > 0) return value;
    }
  }
}

async function* chunksOf(content: UploadContent): AsyncGenerator<Buffer> {
  switch (content.kind) {
    case "bytes":
      yield content.bytes;
      return;
    case "file":
      yield* content.open({ start: 0 });
      return;
    case "stream":
      yield* content.stream;
  }
}

/** Reads content of a known size whole, and lets it be confirmed. @throws FILE_CHANGED if there is more or less of it */
export async function readConfirmed(upload: Upload, sizeBytes: number): Promise<Buffer> {
  const reader = new UploadReader(upload);
  try {
    const bytes = await reader.read(sizeBytes + 1);
    if (bytes.length !== sizeBytes) throw sizeChanged();
    await upload.confirm?.();
    return bytes;
  } finally {
    await reader.close();
  }
}

/** The error for a file of which more or less is there than when its upload began. */
export function sizeChanged(): LodeError {
  return new LodeError("FILE_CHANGED", "Cannot upload a file: its size has changed meanwhile", {
    hint: "Run the command again.",
  });
}

/** How much is to be sent; undefined if that is not known. */
export function uploadSize(content: UploadContent): number | undefined {
  return content.kind === "bytes" ? content.bytes.length : content.sizeBytes;
}
