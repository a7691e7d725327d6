import { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { readBytesIfExists } from "../../fs/read-text-if-exists.ts";
import { hashBytes } from "../../hash/md5.ts";
import { digestOf, type ObjectStore, objectPath } from "../../store/object-store.ts";
import type { TransferContext, TransferReport } from "../remote.ts";
import type { BatchClient } from "./batch-client.ts";
import { frameHead } from "./frames.ts";

/** Small objects are sent together in pieces of about this size. */
const PIECE_BYTES = 256 * 1024;

/** An object of a batch. */
export interface SizedObject {
  readonly oid: Oid;
  readonly sizeBytes: number;
}

/** What became of one stream. */
export interface SentBatch {
  readonly report: TransferReport;
  /** Whether nobody knows what of it has arrived. */
  readonly brokeOff: boolean;
}

/**
 * Sends a batch of a store's objects as one stream. What the store has lost, or has with other bytes, is not sent and
 * reported as missing; if the stream fails, every object has failed with its error.
 *
 * @throws CANCELLED
 */
export async function uploadBatch(
  client: BatchClient,
  { store, batch }: { readonly store: ObjectStore; readonly batch: readonly SizedObject[] },
  context: TransferContext,
): Promise<SentBatch> {
  let missing = new Set<Oid>();
  const frames = async (): Promise<Readable> => {
    missing = new Set();
    return Readable.from(framesOf(store, batch, { missing, context }), { objectMode: false });
  };
  try {
    const refused = await client.upload(frames, context.signal);
    const sent = batch.map(({ oid }) => oid).filter((oid) => !missing.has(oid));
    const failed = sent
      .filter((oid) => refused.has(oid))
      .map((oid) => ({ oid, error: refusal(oid, refused.get(oid)) }));
    const report = { transferred: sent.filter((oid) => !refused.has(oid)), missing: [...missing], failed };
    return { report, brokeOff: false };
  } catch (error) {
    if (!(error instanceof LodeError) || error.code === "CANCELLED") throw error;
    const failed = batch.map(({ oid }) => ({ oid, error }));
    return { report: { transferred: [], missing: [], failed }, brokeOff: true };
  }
}

async function* framesOf(
  store: ObjectStore,
  batch: readonly SizedObject[],
  { missing, context }: { readonly missing: Set<Oid>; readonly context: TransferContext },
): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  const sent = { files: 0, bytes: 0 };
  for (const { oid } of batch) {
    const bytes = readBytesIfExists(objectPath(store, oid));
    if (bytes === undefined || hashBytes(bytes, store.hashName) !== digestOf(oid)) missing.add(oid);
    else {
      parts.push(frameHead(oid, bytes.length), bytes);
      length += bytes.length;
      sent.files += 1;
      sent.bytes += bytes.length;
    }
    if (length < PIECE_BYTES) continue;
    yield Buffer.concat(parts);
    context.onProgress?.({ ...sent });
    parts = [];
    length = 0;
  }
  if (parts.length > 0) yield Buffer.concat(parts);
  context.onProgress?.({ ...sent });
}

function refusal(oid: Oid, reason = ""): LodeError {
  return new LodeError("STORAGE_REJECTED", `Cannot store the object '${oid}': the server refuses it: ${reason}`, {
    details: { oid },
  });
}
