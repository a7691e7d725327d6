import { type Oid, parseOid } from "../../base/oid.ts";
import { invalidFrames, Pieces } from "./pieces.ts";

/**
 * One object in a stream of the batch protocol (docs/protocol.md): a line `<oid> <size>` and the bytes, or a line
 * `<oid> missing` or `<oid> large` for one that is not sent.
 */
export type Frame =
  | { readonly oid: Oid; readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly oid: Oid; readonly kind: "missing" | "large" };

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
  await using pieces = new Pieces(source);
  for (let line = await pieces.line(); line !== undefined; line = await pieces.line()) {
    const { oid, what } = parseLine(line);
    if (what === "missing" || what === "large") yield { oid, kind: what };
    else {
      if (what > objectMaxBytes) throw invalidFrames(`the object '${oid}' is larger than ${objectMaxBytes} bytes`);
      yield { oid, kind: "bytes", bytes: await pieces.take(what) };
    }
  }
}

function parseLine(line: string): { readonly oid: Oid; readonly what: number | "missing" | "large" } {
  const [, name = "", what = ""] = /^(\S+) (\d{1,15}|missing|large)$/.exec(line) ?? [];
  const oid = parseOid(name);
  if (oid === undefined) throw invalidFrames("a line is not an id with a size");
  return { oid, what: what === "missing" || what === "large" ? what : Number(what) };
}
