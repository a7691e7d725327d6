import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { Overlap } from "../../base/overlap.ts";
import type { ObjectBytes } from "../../store/put-each.ts";
import type { TransferContext, TransferReport } from "../remote.ts";
import type { BatchClient } from "./batch-client.ts";
import type { BatchLimits } from "./batch-limits.ts";
import { readFrames } from "./frames.ts";
import type { JoinedReport } from "./joined-report.ts";

/** So much is taken at once; as much is arriving meanwhile. */
const AT_ONCE = { objects: 500, bytes: 1 << 20 };

/** So many times that much is being taken, so that no thread waits for another: all of it is in memory. */
const TAKING_MAX = 3;

/** Verifies objects that have arrived and stores them; gives for each, in the order given, why that failed. @throws CANCELLED */
export type TakeObjects = (objects: readonly ObjectBytes[]) => Promise<readonly (Error | undefined)[]>;

/** What is downloaded. */
export interface BatchDownload {
  readonly oids: readonly Oid[];
  readonly take: TakeObjects;
}

/**
 * Brings objects as streams, one after another, and adds to the report what became of each.
 *
 * @returns those that are too large for streams, and have to be brought one by one
 * @throws CANCELLED
 */
export async function downloadBatches(
  client: BatchClient,
  { oids, take, limits }: BatchDownload & { readonly limits: BatchLimits },
  report: JoinedReport,
): Promise<readonly Oid[]> {
  const large: Oid[] = [];
  for (let start = 0; start < oids.length; start += limits.idsMax) {
    const wanted = { oids: oids.slice(start, start + limits.idsMax), take, limits, large };
    report.add(await downloadBatch(client, wanted, report.next()));
  }
  return large;
}

/** What did not arrive when the stream ends has failed with its error; what did stays. */
async function downloadBatch(
  client: BatchClient,
  { oids, take, limits, large }: BatchDownload & { readonly limits: BatchLimits; readonly large: Oid[] },
  { signal, onProgress }: TransferContext,
): Promise<TransferReport> {
  const left = new Set(oids);
  const report: Report = { transferred: [], missing: [], failed: [] };
  const others = { large, missing: report.missing };
  const arrivals = new Arrivals(take, report, onProgress);
  try {
    for await (const frames of readFrames(await client.download(oids, signal), limits.objectMaxBytes)) {
      // What was not asked for is nobody's.
      const wanted = frames.filter(({ oid }) => left.delete(oid));
      for (const { kind, oid } of wanted) if (kind !== "bytes") others[kind].push(oid);
      await arrivals.add(wanted.filter((frame) => frame.kind === "bytes"));
    }
    for (const oid of left) report.failed.push({ oid, error: endedEarly() });
  } catch (error) {
    const known = refuseOthers(error);
    for (const oid of left) report.failed.push({ oid, error: known });
  } finally {
    await arrivals.end();
  }
  return report;
}

/** What became of the objects of a stream so far. */
interface Report extends TransferReport {
  readonly transferred: Oid[];
  readonly missing: Oid[];
  readonly failed: TransferReport["failed"][number][];
}

/** Lets objects be taken some at a time, while the next arrive. */
class Arrivals {
  readonly #take: TakeObjects;
  readonly #report: Report;
  readonly #onProgress: TransferContext["onProgress"];
  #pending: ObjectBytes[] = [];
  #pendingBytes = 0;
  readonly #taking = new Overlap(TAKING_MAX);
  /** Of what was taken. */
  #bytes = 0;

  constructor(take: TakeObjects, report: Report, onProgress: TransferContext["onProgress"]) {
    this.#take = take;
    this.#report = report;
    this.#onProgress = onProgress;
  }

  /** @throws CANCELLED */
  async add(objects: readonly ObjectBytes[]): Promise<void> {
    for (const object of objects) {
      this.#pending.push(object);
      this.#pendingBytes += object.bytes.length;
      if (this.#pending.length >= AT_ONCE.objects || this.#pendingBytes >= AT_ONCE.bytes) await this.#takePending();
    }
  }

  /** Waits until all that was added is taken. @throws CANCELLED */
  async end(): Promise<void> {
    await this.#takePending();
    await this.#taking.end();
  }

  async #takePending(): Promise<void> {
    const objects = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (objects.length > 0) await this.#taking.begin(() => this.#enter(objects));
  }

  async #enter(objects: readonly ObjectBytes[]): Promise<void> {
    const failures = await this.#take(objects);
    for (const [index, { oid, bytes }] of objects.entries()) {
      const failure = failures[index];
      if (failure === undefined) {
        this.#report.transferred.push(oid);
        this.#bytes += bytes.length;
      } else this.#report.failed.push({ oid, error: refuseOthers(failure) });
    }
    this.#onProgress?.({ files: this.#report.transferred.length, bytes: this.#bytes });
  }
}

/** A failure that some objects may have. @throws what is none: CANCELLED, and mistakes of ours */
function refuseOthers(error: unknown): LodeError {
  if (error instanceof LodeError && error.code !== "CANCELLED") return error;
  throw error;
}

/** Passing: the stream is asked for again. */
function endedEarly(): LodeError {
  return new LodeError(
    "STORAGE_UNREACHABLE",
    "Cannot read the objects: the server ended the stream before all were sent",
    {
      hint: "Run the command again for the rest.",
    },
  );
}
