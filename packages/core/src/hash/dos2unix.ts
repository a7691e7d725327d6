/** md5-dos2unix judges each chunk of this many bytes by itself. */
export const TEXT_CHUNK_BYTES = 1 << 20;

const JUDGED_BYTES = 512;
/** More than this share of bytes outside the text set makes a chunk binary. */
const MAX_NON_TEXT_SHARE = 0.3;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Gives the bytes of which DVC 2.x's `md5-dos2unix` hashes a chunk: every CR LF of a text chunk becomes LF, a binary
 * chunk stays as it is. A pair that is split between two chunks is not touched. Source: DVC's rule for files hashed
 * before 3.0.
 */
export function normalizeChunk(chunk: Uint8Array): Uint8Array {
  return isText(chunk.subarray(0, JUDGED_BYTES)) ? withoutCarriageReturns(chunk) : chunk;
}

/** An empty block is text, one with a NUL is binary, any other is judged by its share of bytes outside the text set. */
function isText(block: Uint8Array): boolean {
  let others = 0;
  for (const byte of block) {
    if (byte === 0) return false;
    if (!isTextByte(byte)) others++;
  }
  return block.length === 0 || others / block.length <= MAX_NON_TEXT_SHARE;
}

/** Printable ASCII and `\n \r \t \f \b`; the bytes of UTF-8 beyond ASCII count as others. */
function isTextByte(byte: number): boolean {
  if (byte >= 0x20) return byte <= 0x7e;
  return byte === LF || byte === CR || byte === 0x09 || byte === 0x0c || byte === 0x08;
}

function withoutCarriageReturns(chunk: Uint8Array): Uint8Array {
  const first = chunk.indexOf(CR);
  if (first === -1) return chunk;
  const result = new Uint8Array(chunk.length);
  result.set(chunk.subarray(0, first));
  let length = first;
  for (let i = first; i < chunk.length; i++) {
    const byte = chunk[i] ?? 0;
    if (byte === CR && chunk[i + 1] === LF) continue;
    result[length++] = byte;
  }
  return result.subarray(0, length);
}
