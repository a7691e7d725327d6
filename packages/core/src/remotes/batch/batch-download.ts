import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { TransferContext, TransferReport } from "../remote.ts";
import type { BatchClient } from "./batch-client.ts";
import type { BatchLimits } from "./batch-limits.ts";
import { type Frame, readFrames } from "./frames.ts";
import type { JoinedReport } from "./joined-report.ts";

/** How many objects one stream brings: what a connection that breaks off may cost is what of them is under way. */
const OBJECTS_MAX = 10_000;

/** How progress is told: after so many objects. */
const REPORT_EVERY = 500;

/** What is done with the bytes of an object; it verifies them. @throws OBJECT_CORRUPT, IO_FAILED */
export type TakeObject = (oid: Oid, bytes: Buffer) => Promise<void> | void;

/** What is downloaded. */
export interface BatchDownload {
  readonly oids: readonly Oid[];
  readonly take: TakeObject;
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
  const atOnce = Math.min(OBJECTS_MAX, limits.idsMax);
  for (let start = 0; start < oids.length; start += atOnce) {
    const wanted = { oids: oids.slice(start, start + atOnce), take, limits, large };
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
  const report: Arrivals = { transferred: [], missing: [], failed: [], large, bytes: 0 };
  const tell = () => onProgress?.({ files: report.transferred.length, bytes: report.bytes });
  try {
    for await (const frame of readFrames(await client.download(oids, signal), limits.objectMaxBytes)) {
      // What was not asked for is nobody's.
      if (left.delete(frame.oid)) await enter(report, frame, take);
      if (report.transferred.length % REPORT_EVERY === 0) tell();
    }
    for (const oid of left) report.failed.push({ oid, error: endedEarly() });
  } catch (error) {
    const known = refuseOthers(error);
    for (const oid of left) report.failed.push({ oid, error: known });
  }
  tell();
  return report;
}

/** What became of the objects of a stream so far. */
interface Arrivals {
  readonly transferred: Oid[];
  readonly missing: Oid[];
  readonly failed: TransferReport["failed"][number][];
  readonly large: Oid[];
  bytes: number;
}

async function enter(report: Arrivals, frame: Frame, take: TakeObject): Promise<void> {
  const { oid } = frame;
  if (frame.kind !== "bytes") {
    report[frame.kind].push(oid);
    return;
  }
  report.bytes += frame.bytes.length;
  try {
    await take(oid, frame.bytes);
    report.transferred.push(oid);
  } catch (error) {
    report.failed.push({ oid, error: refuseOthers(error) });
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
