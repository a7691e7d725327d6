import type { HashName } from "../base/oid.ts";
import { readRange } from "../fs/read-range.ts";
import { appendPieces, type PieceTaker } from "../fs/spool-pieces.ts";
import { statIfThere } from "../fs/stat-names.ts";
import { PieceHasher } from "./piece-hasher.ts";

/**
 * A file that receives one object in several goes, and is hashed by another thread as it grows. What a killed process has
 * received is a whole beginning, to which another one appends; it is hashed once more then. To be disposed of.
 */
export class GrowingFile implements Disposable {
  readonly path: string;
  readonly #hashName: HashName;
  #hashing: { readonly hasher: PieceHasher; bytes: number } | undefined;

  /** @param path of a file that exists */
  constructor(path: string, hashName: HashName) {
    this.path = path;
    this.#hashName = hashName;
  }

  /** How much is there. */
  get sizeBytes(): number {
    return Number(statIfThere(this.path)?.size ?? 0n);
  }

  /**
   * Appends what a stream gives; what came before it broke off stays. Not to be called twice at the same time.
   *
   * @throws IO_FAILED if the system refuses; what the stream throws
   */
  async append(stream: AsyncIterable<Uint8Array>): Promise<void> {
    await appendPieces(this.path, stream, (sizeBytes) => this.#hashTo(sizeBytes));
  }

  /** The digest of all that is there; the next bytes need another beginning. @throws IO_FAILED */
  async digest(): Promise<string> {
    await this.#hashTo(this.sizeBytes);
    const digest = await this.#hashing?.hasher.digest();
    this[Symbol.dispose]();
    if (digest === undefined) throw new TypeError("no digest");
    return digest;
  }

  [Symbol.dispose](): void {
    this.#hashing?.hasher[Symbol.dispose]();
    this.#hashing = undefined;
  }

  /** Makes sure that just so many bytes were hashed: what another process has written, or the disk has not taken, is hashed anew. */
  async #hashTo(sizeBytes: number): Promise<PieceTaker> {
    if (this.#hashing?.bytes !== sizeBytes) this[Symbol.dispose]();
    const begun = this.#hashing === undefined;
    const hashing = this.#hashing ?? { hasher: new PieceHasher(this.#hashName), bytes: 0 };
    this.#hashing = hashing;
    hashing.hasher.hurry();
    const take = (piece: Uint8Array): Promise<void> => {
      hashing.bytes += piece.length;
      return hashing.hasher.take(piece);
    };
    if (begun) for await (const chunk of readRange(this.path, { start: 0, end: sizeBytes })) await take(chunk);
    return { take, hurry: () => undefined };
  }
}
