import { LodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";

/**
 * One object in a stream of the batch protocol (docs/protocol.md): a line `<oid> <size>` and the bytes, or a line
 * `<oid> missing` or `<oid> large` for one that is not sent.
 */
export type Frame =
  | { readonly oid: Oid; readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly oid: Oid; readonly kind: "missing" | "large" };

/** The longest line: an id, a blank, a number, a line feed. */
const LINE_MAX_BYTES = 64;
const LINE_FEED = 0x0a;

/** The line before the bytes of an object. */
export function frameHead(oid: Oid, what: number | "missing" | "large"): Buffer {
  return Buffer.from(`${oid} ${what}\n`, "latin1");
}

/**
 * Reads a stream of frames. The bytes are not verified.
 *
 * @param objectMaxBytes a larger object is refused before it is read
 * @throws BATCH_INVALID if it is no such stream, or ends inside a frame; what the source throws
 */
export async function* readFrames(source: AsyncIterable<Buffer>, objectMaxBytes: number): AsyncGenerator<Frame> {
  const pieces = new Pieces(source);
  for (let line = await pieces.line(); line !== undefined; line = await pieces.line()) {
    const { oid, what } = parseLine(line);
    if (what === "missing" || what === "large") yield { oid, kind: what };
    else {
      if (what > objectMaxBytes) throw invalid(`the object '${oid}' is larger than ${objectMaxBytes} bytes`);
      yield { oid, kind: "bytes", bytes: await pieces.take(what) };
    }
  }
}

function parseLine(line: string): { readonly oid: Oid; readonly what: number | "missing" | "large" } {
  const [, name = "", what = ""] = /^(\S+) (\d{1,15}|missing|large)$/.exec(line) ?? [];
  const oid = parseOid(name);
  if (oid === undefined) throw invalid("a line is not an id with a size");
  return { oid, what: what === "missing" || what === "large" ? what : Number(what) };
}

function invalid(problem: string): LodeError {
  return new LodeError("BATCH_INVALID", `Cannot read the objects: ${problem}`, {
    hint: "The other side does not follow docs/protocol.md, or the connection broke off.",
  });
}

/** Cuts lines and numbers of bytes off a stream. */
class Pieces {
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
      if (this.#rest.length >= LINE_MAX_BYTES) throw invalid("a line is too long");
      const next = await this.#source.next();
      if (next.done === true) {
        if (this.#rest.length === 0) return undefined;
        throw invalid("the stream ends inside a line");
      }
      this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    }
  }

  async take(sizeBytes: number): Promise<Buffer> {
    const parts = [this.#rest];
    let length = this.#rest.length;
    while (length < sizeBytes) {
      const next = await this.#source.next();
      if (next.done === true) throw invalid("the stream ends inside an object");
      parts.push(next.value);
      length += next.value.length;
    }
    const all = parts.length === 1 ? this.#rest : Buffer.concat(parts, length);
    this.#rest = all.subarray(sizeBytes);
    return all.subarray(0, sizeBytes);
  }
}
