import { PIECE_BYTES, takePiece } from "../../fs/pieces.ts";

/**
 * Copies what arrives into pieces of memory that are used again and again. Kept as they are, chunks would have to be
 * collected, with all that the program knows.
 */
export class GatheredPieces {
  readonly #full: Buffer[] = [];
  #filling: Buffer | undefined;
  #filled = 0;

  add(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      this.#filling ??= takePiece();
      const copied = chunk.copy(this.#filling, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled === PIECE_BYTES) this.#next();
    }
  }

  /** All that was added; the last piece need not be whole. */
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
