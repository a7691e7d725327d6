import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { BatchProgress } from "../store/jobs/batch-options.ts";
import type { TransferContext, TransferReport } from "./remote.ts";
import { runAtOnce } from "./run-at-once.ts";

/** How many objects move at once unless the caller says otherwise. */
export interface TransferSteps {
  readonly defaultJobs: number;
}

/** What became of one object; `present`: nothing had to be done. */
export type TransferStep =
  | { readonly status: "transferred"; readonly sizeBytes: number }
  | { readonly status: "missing" | "present" };

/** After so many failures of the network in a row, the storage is taken to be gone, and the rest is not tried. */
const HOPELESS_FAILURES = 32;

/**
 * Moves objects one by one, `jobs` at once, and collects what became of each. A failure of one does not end the others.
 *
 * @throws CANCELLED
 */
export async function transferEach<T extends { readonly oid: Oid }>(
  items: readonly T[],
  context: TransferContext & TransferSteps,
  move: (item: T) => Promise<TransferStep>,
): Promise<TransferReport> {
  const { signal, onProgress, jobs = context.defaultJobs } = context;
  const outcome = new Outcome();
  await runAtOnce(items, jobs, async (item) => {
    if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
    if (outcome.isHopeless()) return outcome.giveUp(item.oid);
    try {
      outcome.enter(item.oid, await move(item));
    } catch (error) {
      outcome.enterFailure(item.oid, error);
    }
    onProgress?.(outcome.progress());
  });
  return outcome.report;
}

/** What became of the objects so far. */
class Outcome {
  readonly report = { transferred: [] as Oid[], missing: [] as Oid[], failed: [] as Failure[] };
  #failuresInRow = 0;
  #bytes = 0;

  enter(oid: Oid, step: TransferStep): void {
    this.#failuresInRow = 0;
    if (step.status === "transferred") this.#bytes += step.sizeBytes;
    if (step.status !== "present") this.report[step.status].push(oid);
  }

  /** @throws what is no failure of one object */
  enterFailure(oid: Oid, error: unknown): void {
    if (!(error instanceof LodeError) || error.code === "CANCELLED") throw error;
    this.#failuresInRow = error.kind === "network" ? this.#failuresInRow + 1 : 0;
    this.report.failed.push({ oid, error });
  }

  isHopeless(): boolean {
    return this.#failuresInRow >= HOPELESS_FAILURES;
  }

  giveUp(oid: Oid): void {
    const last = this.report.failed.at(-1);
    if (last !== undefined) this.report.failed.push({ oid, error: last.error });
  }

  progress(): BatchProgress {
    return { files: this.report.transferred.length, bytes: this.#bytes };
  }
}

type Failure = TransferReport["failed"][number];
