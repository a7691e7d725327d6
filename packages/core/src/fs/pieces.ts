/** The size of a piece: each costs a turn of the event loop and a message to a thread. */
export const PIECE_BYTES = 1 << 20;

/** How many pieces are kept that nobody uses: as many as the parts of one large object are. */
const FREE_PIECES = 64;

/** Memory to be used again: the kernel zeroes each new page, which takes longer than filling it. */
const free: Buffer[] = [];
/** The memory of all pieces there are. */
const known = new WeakSet<ArrayBufferLike>();

/**
 * Takes a piece of memory that threads share, of PIECE_BYTES; what is in it is undefined. Whoever has it may pass it on, as a
 * chunk of a stream, too; the last one gives it back, or leaves it to the garbage collector.
 */
export function takePiece(): Buffer {
  const at = free.pop();
  if (at !== undefined) return at;
  const memory = new SharedArrayBuffer(PIECE_BYTES);
  known.add(memory);
  return Buffer.from(memory);
}

/** Gives back a piece that nothing refers to any more. */
export function givePieceBack(piece: Buffer): void {
  if (free.length < FREE_PIECES) free.push(piece);
}

/** Says whether a chunk of a stream is a whole piece, which belongs to the reader of the stream then. */
export function isPiece(chunk: Uint8Array): chunk is Buffer {
  return chunk.length === PIECE_BYTES && known.has(chunk.buffer);
}
