import { LodeError } from "../../base/lode-error.ts";
import { makeReadBuffer } from "../../fs/stable-read.ts";
import { packError, type ThreadError } from "../../hash/thread-error.ts";
import type { AtOnce } from "./at-once.ts";

/** What a job may ask and tell while it runs, in a worker thread or in the calling one. */
export interface JobControl {
  /** One element; not 0 once the job is aborted. */
  readonly abortFlag: Int32Array;
  /** How long to go on before the rest is given back, so that progress, abort and balance stay fine. */
  readonly sliceMs: number;
  /** True: a file that is not small is given back, to be worked on by a thread. */
  readonly deferLarge: boolean;
  /** How many files that take a while may be worked on at a time. */
  readonly filesAtOnce: number;
  reportBytes(bytes: number): void;
}

/** The state of one run of a job. */
export interface JobRun {
  readonly control: JobControl;
  readonly buffer: Buffer;
  /** Counts bytes of content that were worked on. */
  bytes: number;
  /** Those of large files that are not yet done. */
  unfinishedBytes: number;
}

/** What eachItem found. */
export interface ItemsDone {
  readonly done: number;
  readonly bytes: number;
  readonly errors: { readonly index: number; readonly error: ThreadError }[];
}

/** What is done with each item. */
export interface ItemSteps<T, R> {
  readonly work: (item: T, run: JobRun) => AtOnce<R>;
  /** Takes the result of an item. */
  readonly accept?: (result: R, index: number) => void;
  /** Takes what went wrong with an item, and gives the error that is to be reported; undefined for none. */
  readonly fail: (error: unknown, item: T, index: number) => unknown;
}

/**
 * Works on items in their order until all are done, the time slice is over, the job is aborted, or a large file is to be
 * given back. While one waits, others are begun, as many as `filesAtOnce` allows. An error of one does not end the others.
 */
export async function eachItem<T, R>(
  items: readonly T[],
  control: JobControl,
  { work, accept, fail }: ItemSteps<T, R>,
): Promise<ItemsDone> {
  const run: JobRun = { control, buffer: threadBuffer(), bytes: 0, unfinishedBytes: 0 };
  const errors: ItemsDone["errors"] = [];
  const isOver = sliceOf(control);
  const waiting = new Set<Promise<void>>();
  let begun = 0;
  let end = items.length;
  const onError = (error: unknown, index: number) => {
    if (error === GIVEN_BACK || isAborted(control)) end = Math.min(end, index);
    else errors.push(...packed(fail(error, items[index] as T, index), index));
  };
  const finish = async (working: Promise<R>, index: number) => {
    try {
      const result = await working;
      accept?.(result, index);
    } catch (error) {
      onError(error, index);
    }
  };
  for (const item of items) {
    if (begun >= end || isOver(begun)) break;
    const index = begun++;
    try {
      const working = work(item, run);
      if (working instanceof Promise) {
        const finished: Promise<void> = finish(working, index).finally(() => waiting.delete(finished));
        waiting.add(finished);
        if (waiting.size >= control.filesAtOnce) await Promise.race(waiting);
      } else accept?.(working, index);
    } catch (error) {
      onError(error, index);
    }
  }
  await Promise.all(waiting);
  return { done: Math.min(begun, end), bytes: run.bytes, errors: errors.sort((a, b) => a.index - b.index) };
}

/** One item is done in any case. */
function sliceOf(control: JobControl): (done: number) => boolean {
  const endMs = performance.now() + control.sliceMs;
  return (done) => isAborted(control) || (done > 0 && performance.now() > endMs);
}

function isAborted({ abortFlag }: JobControl): boolean {
  return Atomics.load(abortFlag, 0) !== 0;
}

function packed(error: unknown, index: number): ItemsDone["errors"] {
  return error === undefined ? [] : [{ index, error: packError(error) }];
}

const GIVEN_BACK = Symbol("given back");

let buffer: Buffer | undefined;

/** The buffer for small files. In the calling thread several jobs take turns, so that none may keep bytes across an await. */
function threadBuffer(): Buffer {
  buffer ??= makeReadBuffer();
  return buffer;
}

/** To be called before a file that is not small is worked on: ends the job if it is to be given back. */
export function refuseLarge({ control }: JobRun): void {
  if (control.deferLarge) throw GIVEN_BACK;
}

/** To be called before a file that is not small is read; gives the callbacks of pumpFile. Disposed of when it is over. */
export function beginLarge(run: JobRun): LargeProgress {
  const { control } = run;
  refuseLarge(run);
  let total = 0;
  return {
    checkAborted: () => {
      if (isAborted(control)) throw new LodeError("CANCELLED", "Cancelled");
    },
    onBytes: (bytes) => {
      total += bytes;
      run.unfinishedBytes += bytes;
      control.reportBytes(run.bytes + run.unfinishedBytes);
    },
    [Symbol.dispose]: () => {
      run.unfinishedBytes -= total;
    },
  };
}

/** The callbacks of one large file. */
interface LargeProgress extends Disposable {
  checkAborted(): void;
  onBytes(bytes: number): void;
}
