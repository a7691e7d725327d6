import { setImmediate as nextTurn } from "node:timers/promises";
import { LodeError } from "../../base/lode-error.ts";
import type { BatchOptions } from "./batch-options.ts";
import { MIN_LANE_BYTES } from "./begin-lane.ts";
import { handleJob, prepareThread } from "./handle-job.ts";
import {
  beginRun,
  doNext,
  goesOn,
  type ItemRun,
  type ItemWork,
  JOBS_PER_THREAD,
  type Progress,
  report,
} from "./item-run.ts";
import type { Job, JobReply } from "./job.ts";
import { workerPool } from "./worker-threads.ts";

/**
 * Runs the work, cut into jobs of some 20 ms, on the calling thread if there is little of it, else on worker threads too.
 *
 * 1. What can be done in one slice of 15 ms is done here: starting a thread costs more. So is light work.
 * 2. Of much work each worker thread has one job at work and one waiting, and this thread does its part, some ms in each
 *    turn of its event loop: one worker less to start, and as many items less to be sent to another thread. What a job
 *    gives back is queued again.
 * 3. At the first file that is not small, which would hold it up, this thread leaves the rest to one more worker, and so it
 *    does when it meets files that a worker hashes several of at once.
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
    await runAll(run);
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
  report(run);
}

const MANY_ITEMS = 256;
const SLICE_MS = 15;
/** Less than a thread needs for the job that waits in it: 5 ms for 500 hard links. */
const HELP_MS = 4;

async function runAll<T>(run: ItemRun<T>): Promise<void> {
  if (!goesOn(run)) return;
  const { items, lightItems = 0, manyItems = MANY_ITEMS, isElsewhere = false } = run.work;
  const isLight = items.length <= lightItems;
  const isMany = items.length > manyItems && !isLight;
  if (isElsewhere || isMany) return await runTogether(run, !isElsewhere);
  let reply = await doNext(run, doHere(run, SLICE_MS));
  while (isLight && reply.done > 0 && goesOn(run)) {
    await nextTurn();
    reply = await doNext(run, doHere(run, SLICE_MS));
  }
  await runTogether(run, false);
}

/** Who works on a run. */
interface Hands {
  /** How many worker threads get jobs. */
  workers: number;
  /** How many jobs they have. */
  sent: number;
  /** What this thread does. */
  here: "free" | "busy" | "away";
}

/** Lets worker threads do the work, and this one as long as it helps. */
function runTogether<T>(run: ItemRun<T>, helps: boolean): Promise<void> {
  const hands: Hands = { workers: run.threads - (helps ? 1 : 0), sent: 0, here: helps ? "free" : "away" };
  return new Promise((resolve, reject) => {
    const goOn = () => {
      handOut(run, hands, goOn);
      if (hands.sent > 0 || hands.here === "busy") return;
      if (run.failure === undefined) resolve();
      else reject(run.failure.error);
    };
    goOn();
  });
}

/** Begins as many jobs as there are hands for; `onDone` is called after each. */
function handOut<T>(run: ItemRun<T>, hands: Hands, onDone: () => void): void {
  const onReply = () => {
    hands.sent--;
    onDone();
  };
  const onSlice = (isOfUse: boolean) => {
    hands.here = isOfUse ? "free" : "away";
    if (!isOfUse) hands.workers = run.threads;
    onDone();
  };
  for (; hands.sent < hands.workers * JOBS_PER_THREAD && goesOn(run); hands.sent++) {
    void doThere(run, hands.workers).then(onReply);
  }
  if (hands.here !== "free" || !goesOn(run)) return;
  hands.here = "busy";
  void helpHere(run).then(onSlice);
}

/** Lets a worker thread do the next job; never rejects. */
function doThere<T>(run: ItemRun<T>, workers: number): Promise<Progress> {
  return doNext(run, (job, onBytes) => {
    workerPool().start(Math.min(workers, run.inFlight.size));
    return workerPool().run({ job, abortFlag: run.abortFlag, onBytes });
  });
}

/** Does a slice in this thread, in the next turn; never rejects. @returns whether it is of use that this thread goes on */
async function helpHere<T>(run: ItemRun<T>): Promise<boolean> {
  await nextTurn();
  if (!goesOn(run)) return true;
  const { done, bytes } = await doNext(run, async (job, onBytes) => {
    await prepareThread(job);
    return await doHere(run, HELP_MS)(job, onBytes);
  });
  return done > 0 && bytes / done < MIN_LANE_BYTES;
}

function doHere<T>(
  { work, abortFlag }: ItemRun<T>,
  sliceMs: number,
): (job: Job, onBytes: (bytes: number) => void) => Promise<JobReply> {
  const shared = { abortFlag, sliceMs, deferLarge: work.items.length > 1, filesAtOnce: 1 };
  return (job, reportBytes) => handleJob(job, { ...shared, reportBytes });
}
