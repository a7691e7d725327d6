import { LodeError } from "../../base/lode-error.ts";

/** The longest line: an id, a word, a number, a line feed. */
export const LINE_MAX_BYTES = 128;
/** What ends a line. */
export const LINE_FEED = 0x0a;

/** Cuts lines and numbers of bytes off a stream, which ends with it. */
export class Pieces implements AsyncDisposable {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end; undefined if the stream is over. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.subarray(0, LINE_MAX_BYTES).indexOf(LINE_FEED);
      if (end >= 0) {
        const line = this.#rest.toString("latin1", 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      if (this.#rest.length >= LINE_MAX_BYTES) throw invalidFrames("a line is too long");
      const next = await this.#source.next();
      if (next.done === true) {
        if (this.#rest.length === 0) return undefined;
        throw invalidFrames("the stream ends inside a line");
      }
      this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    }
  }

  async take(sizeBytes: number): Promise<Buffer> {
    const parts = [this.#rest];
    let length = this.#rest.length;
    while (length < sizeBytes) {
      const next = await this.#source.next();
      if (next.done === true) throw invalidFrames("the stream ends inside an object");
      parts.push(next.value);
      length += next.value.length;
    }
    const all = parts.length === 1 ? this.#rest : Buffer.concat(parts, length);
    this.#rest = all.subarray(sizeBytes);
    return all.subarray(0, sizeBytes);
  }

  /** The same as pieces, as they come: for what is too large to be held. */
  async *pass(sizeBytes: number): AsyncGenerator<Buffer> {
    let left = sizeBytes;
    while (left > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next();
        if (next.done === true) throw invalidFrames("the stream ends inside an object");
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source.return?.();
  }
}

/** The error for a stream that does not follow docs/protocol.md. */
export function invalidFrames(problem: string): LodeError {
  return new LodeError("BATCH_INVALID", `Cannot read the objects: ${problem}`, {
    hint: "The other side does not follow docs/protocol.md, or the connection broke off.",
  });
}
