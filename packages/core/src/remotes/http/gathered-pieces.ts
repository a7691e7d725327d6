import type { ByteRange } from "../../base/file-tree.ts";
import { PIECE_BYTES, takePiece } from "../../fs/pieces.ts";

/** So much is kept of what a server says instead of what it was asked for. */
const REFUSAL_MAX_BYTES = 64 << 10;

/**
 * Copies what is wanted of what arrives into pieces of memory that are used again and again. Kept as they are, chunks would have to
 * be collected, with all that the program knows.
 */
export class GatheredPieces {
  readonly #full: Buffer[] = [];
  #skip: number;
  #left: number;
  #filling: Buffer | undefined;
  #filled = 0;

  private constructor(skipBytes: number, takeBytes: number) {
    this.#skip = skipBytes;
    this.#left = takeBytes;
  }

  /** Keeps a range of an answer with a status: a server that knows no ranges sends all there is. */
  static of({ start, end }: Required<ByteRange>, statusCode: number | undefined): GatheredPieces {
    if (statusCode === 206) return new GatheredPieces(0, end - start);
    if (statusCode === 200) return new GatheredPieces(start, end - start);
    return new GatheredPieces(0, REFUSAL_MAX_BYTES);
  }

  /** @returns whether there was more than is wanted */
  add(chunk: Buffer): boolean {
    const start = Math.min(this.#skip, chunk.length);
    const end = Math.min(start + this.#left, chunk.length);
    this.#skip -= start;
    this.#left -= end - start;
    for (let at = start; at < end; ) {
      this.#filling ??= takePiece();
      const copied = chunk.copy(this.#filling, this.#filled, at, end);
      at += copied;
      this.#filled += copied;
      if (this.#filled === PIECE_BYTES) this.#next();
    }
    return end < chunk.length;
  }

  /** All that was kept; the last piece need not be whole. */
  end(): Buffer[] {
    this.#next();
    return this.#full;
  }

  #next(): void {
    if (this.#filling !== undefined) this.#full.push(this.#filling.subarray(0, this.#filled));
    this.#filling = undefined;
    this.#filled = 0;
  }
}
