import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { ensureDir } from "./ensure-dir.ts";
import { ioError } from "./io-error.ts";
import { noteArrived } from "./note-arrived.ts";
import { givePieceBack, isPiece, PIECE_BYTES, takePiece } from "./pieces.ts";
import type { SpooledFile, SpoolTarget } from "./spool-stream.ts";
import { temporaryName } from "./temporary-name.ts";
import { writeAt } from "./write-at.ts";
import { removeIfThere } from "./write-file-atomic.ts";

/** How many pieces of one stream are in memory at once, at most, and of all streams together if each has two. */
const PIECES_OF_STREAM = 8;
const PIECES_OF_ALL = 32;
const PIECES_LEAST = 2;

/** Who looks at the pieces of a stream while they are written. */
export interface PieceTaker {
  /**
   * Receives the pieces in their order: 1 MiB each but the last, in memory that threads share. The bytes stay as they are
   * until the promise resolves.
   */
  take(piece: Uint8Array): Promise<void>;
  /** Called when the stream waits for a piece: it is not to be kept back any longer for want of more of them. */
  hurry(): void;
}

/**
 * Writes a stream to a temporary file as spoolStream does, in large pieces: while some are written by the threads of the
 * runtime and others are with the taker, the next is being filled. In the end it waits for the writing, not for what the
 * taker still has. A chunk that is a piece (see isPiece) is taken over without a copy. Memory: 8 MiB, as far as they are
 * needed; 32 MiB for all streams of the process, and 2 MiB for each beyond.
 *
 * @throws IO_FAILED if the system refuses; what the stream and the taker throw, as it is
 */
export async function spoolPieces(target: SpoolTarget, stream: Readable, taker: PieceTaker): Promise<SpooledFile> {
  ensureDir(target.dir, target.modes);
  const path = join(target.dir, temporaryName());
  try {
    await using file = await open(path, "wx", 0o600);
    return { path, sizeBytes: await writePieces({ file, position: 0 }, stream, taker) };
  } catch (error) {
    stream.destroy();
    removeIfThere(path);
    throw ioError({ action: "write", path }, error);
  }
}

/**
 * Appends a stream to a file that exists, as spoolPieces writes one, each byte after those before it: what arrived before the
 * stream broke off, or before a kill, is a whole beginning.
 *
 * @param begin is told how much is there, and gives who looks at the pieces
 * @throws IO_FAILED if the system refuses; what the stream and the taker throw, as it is
 */
export async function appendPieces(
  path: string,
  stream: AsyncIterable<Uint8Array>,
  begin: (sizeBytes: number) => Promise<PieceTaker>,
): Promise<void> {
  try {
    await using file = await open(path, "r+");
    const { size } = await file.stat();
    await writePieces({ file, position: size }, stream, await begin(size));
  } catch (error) {
    throw ioError({ action: "write", path }, error);
  }
}

/** Where in which open file is written; the position in bytes. */
interface FilePosition {
  readonly file: FileHandle;
  readonly position: number;
}

/** @returns how many bytes there were, all of them written; so are those that came before a failure */
async function writePieces(at: FilePosition, stream: AsyncIterable<Uint8Array>, taker: PieceTaker): Promise<number> {
  const writer = new PieceWriter(at, taker);
  try {
    for await (const chunk of stream) await writer.add(chunk);
  } finally {
    await writer.end();
  }
  return writer.sizeBytes;
}

/** A piece that is written, and with its taker. */
interface BusyPiece {
  readonly memory: Buffer;
  readonly done: Promise<unknown>;
}

/** Fills pieces with what comes, and hands each on when it is full. */
class PieceWriter {
  readonly #file: FileHandle;
  readonly #taker: PieceTaker;
  /** The oldest first. */
  readonly #busy: BusyPiece[] = [];
  #filling: Buffer | undefined;
  #filled = 0;
  /** Of what was handed on. */
  sizeBytes = 0;
  readonly #position: number;
  #written: Promise<void> = Promise.resolve();

  constructor({ file, position }: FilePosition, taker: PieceTaker) {
    this.#file = file;
    this.#position = position;
    this.#taker = taker;
  }

  /** A chunk that is a piece is taken over as it is; others are copied. */
  async add(chunk: Uint8Array): Promise<void> {
    if (this.#filled === 0 && isPiece(chunk)) return await this.#adopt(chunk);
    for (let at = 0; at < chunk.length; ) {
      this.#filling ??= await this.#nextPiece();
      const part = chunk.subarray(at, at + PIECE_BYTES - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === PIECE_BYTES) this.#handOn(this.#filling);
    }
    noteArrived(chunk.length);
  }

  /** Waits until all that was added is written, and gives back the memory when nobody has it. */
  async end(): Promise<void> {
    if (this.#filling !== undefined) this.#handOn(this.#filling);
    try {
      await this.#written;
    } finally {
      for (const { memory, done } of this.#busy) {
        inUse -= 1;
        // What is with a taker for ever is left to the garbage collector.
        done.then(() => givePieceBack(memory), ignore);
      }
    }
  }

  async #adopt(piece: Buffer): Promise<void> {
    const spare = await this.#makeRoom();
    if (spare !== undefined) givePieceBack(spare);
    else inUse += 1;
    this.#filled = piece.length;
    this.#handOn(piece);
  }

  async #nextPiece(): Promise<Buffer> {
    const spare = await this.#makeRoom();
    if (spare === undefined) inUse += 1;
    return spare ?? takePiece();
  }

  /** Waits until another piece may be in memory. @returns a piece to use again, in place of which it is */
  async #makeRoom(): Promise<Buffer | undefined> {
    const [oldest] = this.#busy;
    const most = inUse < PIECES_OF_ALL ? PIECES_OF_STREAM : PIECES_LEAST;
    if (oldest === undefined || this.#busy.length < most) return undefined;
    this.#taker.hurry();
    await oldest.done;
    this.#busy.shift();
    return oldest.memory;
  }

  #handOn(memory: Buffer): void {
    const piece = memory.subarray(0, this.#filled);
    const position = this.#position + this.sizeBytes;
    this.#written = this.#written.then(() => writeAt(this.#file, piece, position));
    const done = Promise.all([this.#written, this.#taker.take(piece)]);
    // Told when the piece, or all of them, are waited for.
    this.#written.catch(ignore);
    done.catch(ignore);
    this.#busy.push({ memory, done });
    this.sizeBytes += this.#filled;
    this.#filling = undefined;
    this.#filled = 0;
  }
}

function ignore(): void {
  // The failure is told elsewhere.
}

/** How many pieces all streams have. */
let inUse = 0;
