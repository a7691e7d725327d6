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
  reportBytes(bytes: number): void;
}

/** The state of one run of a job. */
export interface JobRun {
  readonly control: JobControl;
  readonly buffer: Buffer;
  /** Counts bytes of content that were worked on. */
  bytes: number;
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
 * Works on items one after another until all are done, the time slice is over, the job is aborted, or a large file is
 * to be given back. An error of one item does not end the others.
 */
export async function eachItem<T, R>(
  items: readonly T[],
  control: JobControl,
  { work, accept, fail }: ItemSteps<T, R>,
): Promise<ItemsDone> {
  const run: JobRun = { control, buffer: threadBuffer(), bytes: 0 };
  const errors: ItemsDone["errors"] = [];
  const isOver = sliceOf(control);
  let done = 0;
  for (const item of items) {
    if (isOver(done)) break;
    try {
      const working = work(item, run);
      const result = working instanceof Promise ? await working : working;
      accept?.(result, done);
    } catch (error) {
      if (error === GIVEN_BACK || isAborted(control)) break;
      errors.push(...packed(fail(error, item, done), done));
    }
    done++;
  }
  return { done, bytes: run.bytes, errors };
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

/** To be called before a file that is not small is read; gives the callbacks of pumpFile. */
export function beginLarge({ control }: JobRun): { checkAborted: () => void; onBytes: (bytes: number) => void } {
  if (control.deferLarge) throw GIVEN_BACK;
  let total = 0;
  return {
    checkAborted: () => {
      if (isAborted(control)) throw new LodeError("CANCELLED", "Cancelled");
    },
    onBytes: (bytes) => {
      total += bytes;
      control.reportBytes(total);
    },
  };
}
