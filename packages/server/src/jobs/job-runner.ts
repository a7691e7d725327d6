import { setTimeout as pause } from "node:timers/promises";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { JobRow } from "../db/schema/job-rows.ts";
import { finishJob, freeJob, type HeldJob, HOLD_MS, keepHolding, postponeJob, takeJob } from "./job-queue.ts";

/** How often the queue is looked at when nobody says that there is something, in ms. */
const POLL_MS = 1000;

/** What a runner works with. */
export interface RunnerParts {
  readonly database: Database;
  /** Of the jobs that are taken. Default: all. */
  readonly kinds?: readonly JobRow["kind"][];
  /** Does one job. */
  readonly work: (job: HeldJob, signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown, job: HeldJob | undefined) => void;
}

/** Takes jobs from the queue and does them, one at a time, until it is disposed; the job that runs is then aborted. */
export class JobRunner implements AsyncDisposable {
  readonly #parts: RunnerParts;
  readonly #holder = newId();
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #wake = new AbortController();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  /** Looks at the queue now. */
  wake(): void {
    this.#wake.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const job = await this.#take();
      if (job !== undefined) await this.#do(job);
      else await pause(POLL_MS, undefined, { signal: this.#wake.signal }).catch(() => undefined);
      this.#wake = new AbortController();
    }
  }

  async #take(): Promise<HeldJob | undefined> {
    try {
      return await takeJob(this.#parts.database, this.#holder, this.#parts.kinds);
    } catch (error) {
      this.#parts.onError(error, undefined);
      return undefined;
    }
  }

  async #do(job: HeldJob): Promise<void> {
    const { database, work, onError } = this.#parts;
    const lost = new AbortController();
    let heldUntilMs = Date.now() + HOLD_MS;
    const keep = async (): Promise<void> => {
      const askedMs = Date.now();
      try {
        if (await keepHolding(database, job)) heldUntilMs = askedMs + HOLD_MS;
        else lost.abort();
      } catch (error) {
        onError(error, job);
        // While the database does not answer somebody who reaches it may have taken the job up.
        if (Date.now() >= heldUntilMs) lost.abort();
      }
    };
    const timer = setInterval(() => void keep(), HOLD_MS / 3);
    try {
      await work(job, AbortSignal.any([this.#stopping.signal, lost.signal]));
      await finishJob(database, job);
    } catch (error) {
      // No failure: the job is there for the next start, or another server does it.
      const isBrokenOff = this.#stopping.signal.aborted || lost.signal.aborted;
      if (!isBrokenOff) onError(error, job);
      await (isBrokenOff ? freeJob : postponeJob)(database, job).catch((failure) => onError(failure, job));
    } finally {
      clearInterval(timer);
    }
  }
}
