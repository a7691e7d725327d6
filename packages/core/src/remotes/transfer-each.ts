import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { BatchProgress } from "../store/jobs/batch-options.ts";
import type { Pace } from "./pace.ts";
import type { TransferContext, TransferReport } from "./remote.ts";
import { isPassing, pauseFor } from "./retry-passing.ts";
import { runAtOnce } from "./run-at-once.ts";

/** What governs how many objects move at once. */
export interface TransferSteps {
  readonly pace: Pace;
}

/** What became of one object; `present`: nothing had to be done. */
export type TransferStep =
  | { readonly status: "transferred"; readonly sizeBytes: number }
  | { readonly status: "missing" | "present" };

/** After so many failures in a row that no object is the reason of, the rest is not tried: the storage is gone, or the login wrong. */
const HOPELESS_FAILURES = 32;

/** Moves one object. It tells of the bytes of a large one while they move. */
export type Move<T> = (item: T, onBytes: (sizeBytes: number) => void) => Promise<TransferStep>;

/**
 * Moves objects one by one, several at once, and collects what became of each. A failure of one does not end the others.
 *
 * @throws CANCELLED
 */
export async function transferEach<T extends { readonly oid: Oid }>(
  items: readonly T[],
  context: TransferContext & TransferSteps,
  move: Move<T>,
): Promise<TransferReport> {
  const { signal, pace } = context;
  const outcome = new Outcome(context.onProgress);
  const moveOne = async (item: T): Promise<void> => {
    await untilAllowed(pace, signal);
    if (outcome.isHopeless()) return outcome.giveUp(item.oid);
    const era = pace.begin();
    const moved = outcome.watch();
    try {
      const step = await move(item, moved.add);
      pace.ended(step.status === "transferred" ? step.sizeBytes : 0);
      moved.forget();
      outcome.enter(item.oid, step);
    } catch (error) {
      moved.forget();
      if (isPassing(error)) pace.failed(era, error);
      outcome.enterFailure(item.oid, error);
    }
  };
  await runAtOnce(items, () => pace.limit, moveOne);
  return outcome.report;
}

/** @throws CANCELLED */
async function untilAllowed({ quietMs }: Pace, signal: AbortSignal | undefined): Promise<void> {
  if (quietMs > 0) await pauseFor(quietMs, signal);
  if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
}

const REPORT_INTERVAL_MS = 100;

/** What became of the objects so far. */
class Outcome {
  readonly report = { transferred: [] as Oid[], missing: [] as Oid[], failed: [] as Failure[] };
  readonly #onProgress: ((progress: BatchProgress) => void) | undefined;
  #failuresInRow = 0;
  #bytes = 0;
  /** Of objects that are under way. */
  #bytesMoving = 0;
  #reportedAt = 0;

  constructor(onProgress: ((progress: BatchProgress) => void) | undefined) {
    this.#onProgress = onProgress;
  }

  /** Counts the bytes of one object until it is there or has failed. */
  watch(): { readonly add: (sizeBytes: number) => void; readonly forget: () => void } {
    let moving = 0;
    return {
      add: (sizeBytes) => {
        moving += sizeBytes;
        this.#bytesMoving += sizeBytes;
        if (performance.now() - this.#reportedAt >= REPORT_INTERVAL_MS) this.#report();
      },
      forget: () => {
        this.#bytesMoving -= moving;
      },
    };
  }

  enter(oid: Oid, step: TransferStep): void {
    this.#failuresInRow = 0;
    if (step.status === "transferred") this.#bytes += step.sizeBytes;
    if (step.status !== "present") this.report[step.status].push(oid);
    this.#report();
  }

  /** @throws what is no failure of one object */
  enterFailure(oid: Oid, error: unknown): void {
    if (!(error instanceof LodeError) || error.code === "CANCELLED") throw error;
    this.#failuresInRow = concernsAll(error) ? this.#failuresInRow + 1 : 0;
    this.report.failed.push({ oid, error });
    this.#report();
  }

  isHopeless(): boolean {
    return this.#failuresInRow >= HOPELESS_FAILURES;
  }

  giveUp(oid: Oid): void {
    const last = this.report.failed.at(-1);
    if (last !== undefined) this.report.failed.push({ oid, error: last.error });
  }

  #report(): void {
    this.#reportedAt = performance.now();
    this.#onProgress?.({ files: this.report.transferred.length, bytes: this.#bytes + this.#bytesMoving });
  }
}

/** A 403 may be about one object: S3 answers so for what is not there to whoever may not list. */
function concernsAll({ kind, details }: LodeError): boolean {
  return kind === "network" || details.status === 401 || details.status === 407;
}

type Failure = TransferReport["failed"][number];
