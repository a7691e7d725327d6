import type { BatchOptions } from "./batch-options.ts";
import type { Job, JobReply } from "./job.ts";
import { threadCount } from "./thread-count.ts";

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

/** Some items that follow one another. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Work on its way. */
export interface ItemRun<T> {
  readonly work: ItemWork<T>;
  readonly options: BatchOptions;
  /** How many threads may work at the same time, the calling one included. */
  readonly threads: number;
  readonly abortFlag: Int32Array;
  /** Items that are not begun; the next ones last. */
  readonly queue: Range[];
  /** The jobs that are at work or wait in a thread, with the bytes that they told of so far. */
  readonly inFlight: Map<Range, number>;
  doneFiles: number;
  doneBytes: number;
  reportedMs: number;
  failure: { readonly error: unknown } | undefined;
}

const BATCH_ITEMS = 500;
const MIN_BATCH_ITEMS = 8;
const REPORT_INTERVAL_MS = 10;
/** One job at work and one waiting, so that a thread is not idle while its last result travels. */
export const JOBS_PER_THREAD = 2;

/** Begins with nothing done. */
export function beginRun<T>(work: ItemWork<T>, options: BatchOptions): ItemRun<T> {
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

/** Says whether there is a job to begin. */
export function goesOn<T>({ queue, abortFlag, failure }: ItemRun<T>): boolean {
  return queue.length > 0 && failure === undefined && Atomics.load(abortFlag, 0) === 0;
}

/** How much of a job was done. */
export type Progress = Pick<JobReply, "done" | "bytes">;

/** Does the next job in whatever way `doJob` does it; never rejects. @returns what was done of it, nothing if it failed */
export async function doNext<T>(
  run: ItemRun<T>,
  doJob: (job: Job, onBytes: (bytes: number) => void) => Promise<JobReply>,
): Promise<Progress> {
  const range = take(run);
  run.inFlight.set(range, 0);
  const onBytes = (bytes: number) => {
    run.inFlight.set(range, bytes);
    report(run);
  };
  try {
    const reply = await doJob(run.work.makeJob(run.work.items.slice(range.start, range.end)), onBytes);
    run.inFlight.delete(range);
    accept(run, range, reply);
    return reply;
  } catch (error) {
    run.inFlight.delete(range);
    run.failure ??= { error };
    return { done: 0, bytes: 0 };
  }
}

/** Takes a batch from the queue; towards the end batches get smaller, so that no thread waits long for another. */
function take<T>({ queue, threads, work }: ItemRun<T>): Range {
  const range = queue.pop() ?? { start: 0, end: 0 };
  const left = range.end - range.start + sum(queue.map(({ start, end }) => end - start));
  const fair = Math.max(Math.ceil(left / (threads * JOBS_PER_THREAD)), MIN_BATCH_ITEMS);
  const middle = Math.min(range.end, range.start + Math.min(fair, work.batchSize ?? BATCH_ITEMS));
  if (middle < range.end) queue.push({ start: middle, end: range.end });
  return { start: range.start, end: middle };
}

function accept<T>(run: ItemRun<T>, range: Range, reply: JobReply): void {
  const start = range.start + reply.done;
  if (start < range.end) run.queue.push({ start, end: range.end });
  run.doneFiles += reply.done;
  run.doneBytes += reply.bytes;
  run.work.onReply(range.start, reply);
  if (performance.now() - run.reportedMs >= REPORT_INTERVAL_MS) report(run);
}

/** Tells how far the work is. */
export function report<T>(run: ItemRun<T>): void {
  run.reportedMs = performance.now();
  run.options.onProgress?.({ files: run.doneFiles, bytes: run.doneBytes + sum(run.inFlight.values()) });
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
