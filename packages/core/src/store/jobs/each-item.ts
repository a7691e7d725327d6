import { LodeError } from "../../base/lode-error.ts";
import { makeReadBuffer } from "../../fs/stable-read.ts";
import { packError, type ThreadError } from "../../hash/thread-error.ts";

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

/**
 * Works on items one after another until all are done, the time slice is over, the job is aborted, or a large file is
 * to be given back. An error of one item does not end the others.
 */
export async function eachItem<T>(
  items: readonly T[],
  control: JobControl,
  work: (item: T, index: number, run: JobRun) => Promise<void>,
): Promise<ItemsDone> {
  const run: JobRun = { control, buffer: threadBuffer(), bytes: 0 };
  const errors: ItemsDone["errors"] = [];
  const endMs = performance.now() + control.sliceMs;
  let done = 0;
  for (const item of items) {
    if (Atomics.load(control.abortFlag, 0) !== 0 || (done > 0 && performance.now() > endMs)) break;
    try {
      await work(item, done, run);
    } catch (error) {
      if (error === GIVEN_BACK || Atomics.load(control.abortFlag, 0) !== 0) break;
      errors.push({ index: done, error: packError(error) });
    }
    done++;
  }
  return { done, bytes: run.bytes, errors };
}

const GIVEN_BACK = Symbol("given back");

let buffer: Buffer | undefined;

/** The buffer for small files. In the calling thread several jobs take turns, but none keeps bytes across an await. */
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
      if (Atomics.load(control.abortFlag, 0) !== 0) throw new LodeError("CANCELLED", "Cancelled");
    },
    onBytes: (bytes) => {
      total += bytes;
      control.reportBytes(total);
    },
  };
}
