import { setImmediate as nextTurn } from "node:timers/promises";
import { LodeError } from "../../base/lode-error.ts";
import type { BatchOptions } from "./batch-options.ts";
import { handleJob } from "./handle-job.ts";
import type { Job, JobReply } from "./job.ts";
import { threadCount } from "./thread-count.ts";
import { workerPool } from "./worker-threads.ts";

/** Work on many items, cut into jobs. */
export interface ItemWork<T> {
  readonly items: readonly T[];
  readonly makeJob: (items: readonly T[]) => Job;
  /** Receives the results of items `start` up to `start + reply.done`, in any order. May throw to end the work. */
  readonly onReply: (start: number, reply: JobReply) => void;
  /** How many items make a job, at most. Default 500. */
  readonly batchSize?: number;
  /** From how many items on threads are started at once. Default 256; a slice holds about 300 small files. */
  readonly manyItems?: number;
  /** Up to how many items no thread is used, however long they take; for items of some microseconds. Default 0. */
  readonly lightItems?: number;
  /** Whether the calling thread has other work, so that nothing is done on it. Default: false. */
  readonly isElsewhere?: boolean | undefined;
}

/**
 * Runs the work, cut into jobs of some 20 ms, on the calling thread if there is little of it, else on worker threads.
 *
 * 1. What can be done in one slice of 15 ms is done here: starting a thread costs more. So is light work.
 * 2. While the first thread starts, slices go on being worked on here.
 * 3. Then each thread has one job at work and one waiting. What a job gives back is queued again.
 *
 * @throws CANCELLED if the signal is aborted, and whatever `onReply` throws; in each case once all threads are idle
 */
export async function runItems<T>(work: ItemWork<T>, options: BatchOptions = {}): Promise<void> {
  const { signal } = options;
  const run = beginRun(work, options);
  const onAbort = () => void Atomics.store(run.abortFlag, 0, 1);
  signal?.addEventListener("abort", onAbort);
  try {
    if (signal?.aborted) onAbort();
    if (work.isElsewhere !== true) await runHere(run);
    await runOnThreads(run);
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
  report(run, 0);
}

const BATCH_ITEMS = 500;
const MIN_BATCH_ITEMS = 8;
const MANY_ITEMS = 256;
const SLICE_MS = 15;
const REPORT_INTERVAL_MS = 10;
/** One job at work and one waiting, so that a thread is not idle while its last result travels. */
const JOBS_PER_THREAD = 2;

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Run<T> {
  readonly work: ItemWork<T>;
  readonly options: BatchOptions;
  readonly threads: number;
  readonly abortFlag: Int32Array;
  /** Items that are not begun; the next ones last. */
  readonly queue: Range[];
  /** The jobs that threads have, with the bytes that they told of so far. */
  readonly inFlight: Map<Range, number>;
  doneFiles: number;
  doneBytes: number;
  reportedMs: number;
  failure: { readonly error: unknown } | undefined;
}

function beginRun<T>(work: ItemWork<T>, options: BatchOptions): Run<T> {
  return {
    work,
    options,
    threads: Math.max(1, options.threads ?? threadCount()),
    abortFlag: new Int32Array(new SharedArrayBuffer(4)),
    queue: work.items.length === 0 ? [] : [{ start: 0, end: work.items.length }],
    inFlight: new Map(),
    doneFiles: 0,
    doneBytes: 0,
    reportedMs: performance.now(),
    failure: undefined,
  };
}

function goesOn<T>({ queue, abortFlag, failure }: Run<T>): boolean {
  return queue.length > 0 && failure === undefined && Atomics.load(abortFlag, 0) === 0;
}

async function runHere<T>(run: Run<T>): Promise<void> {
  const { items, lightItems = 0, manyItems = MANY_ITEMS } = run.work;
  const isLight = items.length <= lightItems;
  const isMany = items.length > manyItems && !isLight;
  const pool = workerPool();
  if (isMany) pool.start(run.threads);
  let slices = isMany || isLight ? Number.POSITIVE_INFINITY : 1;
  while (slices-- > 0 && goesOn(run) && !(isMany && pool.isReady)) {
    const { done } = await workHere(run);
    if (done === 0) return;
    if (slices > 0) await nextTurn();
  }
}

/** Does one slice of work in this thread. @throws what a worker would have failed with */
async function workHere<T>(run: Run<T>): Promise<JobReply> {
  const range = take(run);
  const control = {
    abortFlag: run.abortFlag,
    sliceMs: SLICE_MS,
    deferLarge: run.work.items.length > 1,
    filesAtOnce: 1,
    reportBytes: (bytes: number) => report(run, bytes),
  };
  const reply = await handleJob(jobOf(run, range), control);
  accept(run, range, reply);
  if (run.failure !== undefined) throw run.failure.error;
  return reply;
}

function runOnThreads<T>(run: Run<T>): Promise<void> {
  return new Promise((resolve, reject) => {
    const pump = () => {
      while (goesOn(run) && run.inFlight.size < run.threads * JOBS_PER_THREAD) void start(run).then(pump);
      if (run.inFlight.size > 0) return;
      if (run.failure === undefined) resolve();
      else reject(run.failure.error);
    };
    pump();
  });
}

/** Lets a thread do the next job; never rejects. */
async function start<T>(run: Run<T>): Promise<void> {
  const range = take(run);
  run.inFlight.set(range, 0);
  const onBytes = (bytes: number) => {
    run.inFlight.set(range, bytes);
    report(run, sum(run.inFlight.values()));
  };
  try {
    workerPool().start(Math.min(run.threads, run.inFlight.size));
    const reply = await workerPool().run({ job: jobOf(run, range), abortFlag: run.abortFlag, onBytes });
    run.inFlight.delete(range);
    accept(run, range, reply);
  } catch (error) {
    run.inFlight.delete(range);
    run.failure ??= { error };
  }
}

/** Takes a batch from the queue; towards the end batches get smaller, so that no thread waits long for another. */
function take<T>({ queue, threads, work }: Run<T>): Range {
  const range = queue.pop() ?? { start: 0, end: 0 };
  const left = range.end - range.start + sum(queue.map(({ start, end }) => end - start));
  const fair = Math.max(Math.ceil(left / (threads * JOBS_PER_THREAD)), MIN_BATCH_ITEMS);
  const middle = Math.min(range.end, range.start + Math.min(fair, work.batchSize ?? BATCH_ITEMS));
  if (middle < range.end) queue.push({ start: middle, end: range.end });
  return { start: range.start, end: middle };
}

function jobOf<T>({ work }: Run<T>, { start, end }: Range): Job {
  return work.makeJob(work.items.slice(start, end));
}

function accept<T>(run: Run<T>, range: Range, reply: JobReply): void {
  const start = range.start + reply.done;
  if (start < range.end) run.queue.push({ start, end: range.end });
  run.doneFiles += reply.done;
  run.doneBytes += reply.bytes;
  try {
    run.work.onReply(range.start, reply);
    if (performance.now() - run.reportedMs >= REPORT_INTERVAL_MS) report(run, sum(run.inFlight.values()));
  } catch (error) {
    run.failure ??= { error };
  }
}

function report<T>(run: Run<T>, unfinishedBytes: number): void {
  run.reportedMs = performance.now();
  run.options.onProgress?.({ files: run.doneFiles, bytes: run.doneBytes + unfinishedBytes });
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
