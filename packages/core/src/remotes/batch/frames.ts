import { type Oid, parseOid } from "../../base/oid.ts";
import { invalidFrames, LINE_FEED, LINE_MAX_BYTES } from "./pieces.ts";

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
 * Reads a stream of frames, and gives those together that have arrived together: a promise for each would cost more than
 * all else that is done with a small object. The bytes are not verified.
 *
 * @param objectMaxBytes a larger object is refused before it is read
 * @throws BATCH_INVALID if it is no such stream, or ends inside a frame, after the frames before; what the source throws
 */
export async function* readFrames(
  source: AsyncIterable<Buffer>,
  objectMaxBytes: number,
): AsyncGenerator<readonly Frame[]> {
  let parts: Buffer[] = [];
  let heldBytes = 0;
  let wantedBytes = 0;
  for await (const piece of source) {
    parts.push(piece);
    heldBytes += piece.length;
    if (heldBytes < wantedBytes) continue;
    const held = parts.length === 1 ? piece : Buffer.concat(parts, heldBytes);
    const cut = cutFrames(held, objectMaxBytes);
    if (cut.frames.length > 0) yield cut.frames;
    if (cut.problem !== undefined) throw invalidFrames(cut.problem);
    const rest = held.subarray(cut.usedBytes);
    parts = rest.length === 0 ? [] : [rest];
    heldBytes = rest.length;
    wantedBytes = cut.wantedBytes;
  }
  if (heldBytes > 0) throw invalidFrames("the stream ends inside an object or its line");
}

/** The frames at the start of some bytes, and why there are no more. */
interface CutFrames extends NoFrame {
  readonly frames: readonly Frame[];
  readonly usedBytes: number;
}

/** Why no whole frame is next. */
interface NoFrame {
  readonly frame?: undefined;
  /** Before so many bytes of it are there, it is not whole. */
  readonly wantedBytes: number;
  /** What is wrong with it. */
  readonly problem?: string;
}

function cutFrames(held: Buffer, objectMaxBytes: number): CutFrames {
  const frames: Frame[] = [];
  let at = 0;
  for (;;) {
    const next = nextFrame(held, at, objectMaxBytes);
    if (next.frame === undefined) return { ...next, frames, usedBytes: at };
    frames.push(next.frame);
    at = next.end;
  }
}

function nextFrame(
  held: Buffer,
  at: number,
  objectMaxBytes: number,
): NoFrame | { readonly frame: Frame; readonly end: number } {
  const lineEnd = held.indexOf(LINE_FEED, at);
  if ((lineEnd < 0 ? held.length : lineEnd) - at >= LINE_MAX_BYTES) return wrong("a line is too long");
  if (lineEnd < 0) return { wantedBytes: 0 };
  const head = parseLine(held.toString("latin1", at, lineEnd));
  if (head === undefined) return wrong("a line is not an id with a size");
  const { oid, what } = head;
  const start = lineEnd + 1;
  if (what === "missing" || what === "large") return { frame: { oid, kind: what }, end: start };
  if (what > objectMaxBytes) return wrong(`the object '${oid}' is larger than ${objectMaxBytes} bytes`);
  const end = start + what;
  if (end > held.length) return { wantedBytes: end - at };
  return { frame: { oid, kind: "bytes", bytes: held.subarray(start, end) }, end };
}

function wrong(problem: string): NoFrame {
  return { wantedBytes: 0, problem };
}

function parseLine(line: string): { readonly oid: Oid; readonly what: number | "missing" | "large" } | undefined {
  const [, name = "", what = ""] = /^(\S+) (\d{1,15}|missing|large)$/.exec(line) ?? [];
  const oid = parseOid(name);
  return oid && { oid, what: what === "missing" || what === "large" ? what : Number(what) };
}
