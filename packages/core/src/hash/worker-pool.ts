import { Worker } from "node:worker_threads";
import { type ThreadError, unpackError } from "./thread-error.ts";

/** What the calling thread sends: a job, and a flag that it sets to end the job early. */
export interface JobMessage<Job> {
  readonly id: number;
  readonly job: Job;
  /** One element; not 0 once the job is aborted. Shared memory, so a busy thread sees it. */
  readonly abortFlag: Int32Array;
}

/** What a worker thread sends: that it is up, how far a job is, or how it ended. */
export type WorkerMessage<Reply> =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly id: number; readonly bytes: number }
  | { readonly type: "done"; readonly id: number; readonly reply: Reply }
  | { readonly type: "failed"; readonly id: number; readonly error: ThreadError };

/** One job to run in a worker thread. */
export interface PoolRequest<Job> {
  readonly job: Job;
  readonly abortFlag: Int32Array;
  /** Called with the bytes that this job has worked on so far, for jobs that last. */
  readonly onBytes?: (bytes: number) => void;
}

/** What threads make is short-lived. Without a limit their nursery grows: 10 MB more for each, measured with 70,000 files. */
const LIMITS = { maxYoungGenerationSizeMb: 4 };

interface Pending<Reply> {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly onBytes: ((bytes: number) => void) | undefined;
}

interface Member<Reply> {
  readonly worker: Worker;
  readonly pending: Map<number, Pending<Reply>>;
  /** How many HeldThreads are on it. */
  holds: number;
  /** Why the thread is gone. */
  failure?: Error;
}

/** One thread of a pool, for jobs that follow one another; it takes jobs of others in between. Disposed of when they are over. */
export interface HeldThread<Job, Reply> extends Disposable {
  /** As WorkerPool.run, on this thread. */
  run(request: PoolRequest<Job>): Promise<Reply>;
}

/**
 * Worker threads that take jobs over messages. Threads start when they are first needed, stay for the next jobs, and do
 * not keep the process alive while they have none, so nothing has to close them.
 */
export class WorkerPool<Job, Reply> {
  readonly #entry: URL;
  readonly #members = new Set<Member<Reply>>();
  #nextId = 0;
  #readyCount = 0;

  /** @param entry the module that the threads run; it calls serveJobs */
  constructor(entry: URL) {
    this.#entry = entry;
  }

  /** Says whether a thread is up, so that a job would start at once. */
  get isReady(): boolean {
    return this.#readyCount > 0;
  }

  /** Starts threads until there are this many, without waiting for them. */
  start(threads: number): void {
    while (this.#members.size < threads) this.#addMember();
  }

  /**
   * Runs a job on the thread with the fewest jobs. Each thread works on one job at a time, in order.
   *
   * @throws whatever the job threw, and a plain Error if the thread died
   */
  run(request: PoolRequest<Job>): Promise<Reply> {
    return this.#runOn(this.#leastBusy() ?? this.#addMember(), request);
  }

  /** Chooses a thread for jobs that follow one another: the one with the least to do. */
  hold(): HeldThread<Job, Reply> {
    const member = this.#leastBusy() ?? this.#addMember();
    member.holds += 1;
    let isHeld = true;
    return {
      run: (request) => this.#runOn(member, request),
      [Symbol.dispose]: () => {
        if (isHeld) member.holds -= 1;
        isHeld = false;
      },
    };
  }

  #runOn(member: Member<Reply>, { job, abortFlag, onBytes }: PoolRequest<Job>): Promise<Reply> {
    if (member.failure !== undefined) return Promise.reject(member.failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (member.pending.size === 0) member.worker.ref();
      member.pending.set(id, { resolve, reject, onBytes });
      member.worker.postMessage({ id, job, abortFlag } satisfies JobMessage<Job>);
    });
  }

  #leastBusy(): Member<Reply> | undefined {
    let best: Member<Reply> | undefined;
    for (const member of this.#members) {
      if (best === undefined || load(member) < load(best)) best = member;
    }
    return best;
  }

  /** Options of the program's own start, such as --input-type, could keep the threads from starting. */
  #addMember(): Member<Reply> {
    const worker = new Worker(this.#entry, { name: "lode", execArgv: [], resourceLimits: LIMITS });
    const member: Member<Reply> = { worker, pending: new Map(), holds: 0 };
    let wasReady = false;
    worker.on("message", (message: WorkerMessage<Reply>) => {
      if (message.type === "ready") {
        wasReady = true;
        this.#readyCount++;
      } else receive(member, message);
    });
    worker.on("error", (error: Error) => {
      member.failure = error;
    });
    worker.on("exit", () => {
      this.#members.delete(member);
      if (wasReady) this.#readyCount--;
      member.failure ??= new Error("A worker thread ended before its job");
      failAll(member, member.failure);
    });
    worker.unref();
    this.#members.add(member);
    return member;
  }
}

function load<Reply>({ pending, holds }: Member<Reply>): number {
  return pending.size + holds;
}

function receive<Reply>(member: Member<Reply>, message: Exclude<WorkerMessage<Reply>, { type: "ready" }>): void {
  const pending = member.pending.get(message.id);
  if (message.type === "progress") {
    pending?.onBytes?.(message.bytes);
    return;
  }
  member.pending.delete(message.id);
  if (member.pending.size === 0) member.worker.unref();
  if (message.type === "done") pending?.resolve(message.reply);
  else pending?.reject(unpackError(message.error));
}

function failAll<Reply>(member: Member<Reply>, error: Error): void {
  for (const pending of member.pending.values()) pending.reject(error);
  member.pending.clear();
}
