import type { FileHandle } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import type { ByteRange } from "../base/file-tree.ts";
import { openRegularFile } from "./open-regular-file.ts";

/** Each piece costs a call of a thread and a turn of the event loop. */
const PIECE_BYTES = 512 << 10;
/** How many pieces of memory are kept for later answers. */
const FREE_MAX = 16;

/** Opens a range of a file as the body of an answer, see SentFile; undefined if no file is there. @throws IO_FAILED if the system refuses */
export async function openSentFile(path: string, range: Required<ByteRange>): Promise<SentFile | undefined> {
  const file = await openRegularFile(path);
  return file && new SentFile(file, range);
}

/**
 * A range of an open file as the body of an answer. It is read into two pieces of memory that take turns, one of them being
 * filled while the other is sent: new memory for each piece would cost more than reading and sending it. So it can only be
 * piped, and only to an answer, which is done with a piece when it says so. Closes the file in the end.
 */
export class SentFile extends Readable {
  readonly #file: FileHandle;
  readonly #range: Required<ByteRange>;

  constructor(file: FileHandle, range: Required<ByteRange>) {
    super();
    this.#file = file;
    this.#range = range;
  }

  override pipe<To extends NodeJS.WritableStream>(answer: To): To;
  override pipe(answer: Writable): Writable {
    this.#send(answer).then(
      () => {
        answer.end();
        // Ends as any stream does whose bytes were read.
        this.push(null);
        this.resume();
      },
      (error: Error) => this.destroy(error),
    );
    return answer;
  }

  override _read(): void {
    // What is sent does not come through the stream.
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#file.close().then(() => done(error), done);
  }

  async #send(answer: Writable): Promise<void> {
    const pieces = [takeMemory(), takeMemory()] as const;
    const isOver = closing(answer);
    let sending: Promise<unknown> = Promise.resolve();
    for (let { start: at, end } = this.#range, turn = 0; at < end; turn++) {
      const piece = pieces[turn % 2 === 0 ? 0 : 1];
      const { bytesRead } = await this.#file.read(piece, 0, Math.min(piece.length, end - at), at);
      if (bytesRead === 0) throw new Error("the file is shorter than it was");
      await sending;
      sending = Promise.race([isOver, write(answer, piece.subarray(0, bytesRead))]);
      // Told when the next piece is read.
      sending.catch(() => undefined);
      at += bytesRead;
    }
    await sending;
    // Not after a failure: a connection may still have them.
    free.push(...pieces.slice(0, FREE_MAX - free.length));
  }
}

function write(answer: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    answer.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** Fails when the connection is gone. */
function closing(answer: Writable): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  // Told when something is sent.
  promise.catch(() => undefined);
  answer.once("close", () => reject(new Error("the connection is gone")));
  return promise;
}

const free: Buffer[] = [];

function takeMemory(): Buffer {
  return free.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);
}
