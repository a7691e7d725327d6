import type { HashName } from "../base/oid.ts";
import type { PieceTaker } from "../fs/spool-pieces.ts";
import { makeHasher } from "../hash/md5.ts";
import type { HeldThread } from "../hash/worker-pool.ts";
import type { Job, JobReply } from "./jobs/job.ts";
import { threadCount } from "./jobs/thread-count.ts";
import { workerPool } from "./jobs/worker-threads.ts";

/** A piece that nobody has hashed yet. */
interface WaitingPiece {
  readonly piece: Uint8Array;
  readonly done: () => void;
}

/** No stream is ended by a flag: its pieces stop coming. */
const NEVER_ABORTED = new Int32Array(new SharedArrayBuffer(4));
let streams = 0;

/**
 * Hashes a stream of pieces: a short one in this thread when it has ended, since starting a thread costs more; a longer one
 * in another thread while this one goes on. To be disposed of, whether it came to its end or not.
 */
export class PieceHasher implements PieceTaker, Disposable {
  readonly #hashName: HashName;
  readonly #stream = streams++;
  #waiting: WaitingPiece[] = [];
  #thread: HeldThread<Job, JobReply> | undefined;

  constructor(hashName: HashName) {
    this.#hashName = hashName;
  }

  /** Resolves when the piece is hashed. */
  take(piece: Uint8Array): Promise<void> {
    if (this.#thread !== undefined) return this.#hashThere(this.#thread, piece);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ piece, done: resolve });
    return promise;
  }

  /** Begins to hash in another thread. */
  hurry(): void {
    if (this.#thread !== undefined) return;
    const pool = workerPool();
    active += 1;
    pool.start(Math.min(threadCount(), active));
    const thread = pool.hold();
    this.#thread = thread;
    for (const { piece, done } of this.#waiting) {
      // A thread that died says so again with the next piece, and when it is asked for the digest.
      this.#hashThere(thread, piece).then(done, done);
    }
    this.#waiting = [];
  }

  /** The digest of all pieces, after the last one. @throws a plain Error if the thread died */
  async digest(): Promise<string> {
    if (this.#thread === undefined) return this.#hashHere();
    const { digest } = await this.#run(this.#thread, new Uint8Array(0), true);
    this.#letGo();
    if (digest === undefined) throw new Error("A worker thread gave no digest");
    return digest;
  }

  [Symbol.dispose](): void {
    if (this.#thread === undefined) return;
    // The thread forgets the stream; whoever is interested has heard what went wrong.
    this.#run(this.#thread, new Uint8Array(0), true).catch(() => undefined);
    this.#letGo();
  }

  #letGo(): void {
    if (this.#thread === undefined) return;
    active -= 1;
    this.#thread[Symbol.dispose]();
    this.#thread = undefined;
  }

  async #hashThere(thread: HeldThread<Job, JobReply>, piece: Uint8Array): Promise<void> {
    await this.#run(thread, piece, false);
  }

  #run(thread: HeldThread<Job, JobReply>, piece: Uint8Array, isLast: boolean): Promise<JobReply> {
    const job: Job = { kind: "hash-piece", stream: this.#stream, hashName: this.#hashName, piece, isLast };
    return thread.run({ job, abortFlag: NEVER_ABORTED });
  }

  #hashHere(): string {
    const hasher = makeHasher(this.#hashName);
    for (const { piece, done } of this.#waiting) {
      hasher.update(piece);
      done();
    }
    return hasher.digest();
  }
}

/** How many streams are hashed by threads now. */
let active = 0;
