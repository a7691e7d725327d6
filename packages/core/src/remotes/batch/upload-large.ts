import { type ObjectStore, objectPath } from "../../store/object-store.ts";
import { Pace } from "../pace.ts";
import type { TransferContext, TransferReport } from "../remote.ts";
import { verifyStored } from "../storage/object-upload.ts";
import { transferEach } from "../transfer-each.ts";
import type { SizedObject } from "./upload-batch.ts";
import type { UploadClient } from "./upload-client.ts";

/**
 * From this size on an object is sent by an upload that can go on after it broke off. Two requests more, and what has
 * arrived is worth keeping: 16 MB take 0.1 s on a fast connection and 13 s at 10 Mbit/s.
 */
export const RESUMABLE_BYTES = 16 << 20;

/** One of them fills most connections; a few hide the waits at their ends. */
const AT_ONCE = 4;

/** Sends large objects of a store that the server lacks, each by a resumable upload. @throws CANCELLED */
export async function uploadLarge(
  client: UploadClient,
  { store, objects }: { readonly store: ObjectStore; readonly objects: readonly SizedObject[] },
  context: TransferContext,
): Promise<TransferReport> {
  const { signal, onEvent } = context;
  const pace = new Pace(Math.min(AT_ONCE, context.jobs ?? AT_ONCE));
  return await transferEach(objects, { ...context, pace }, async ({ oid, sizeBytes }, onBytes) => {
    const verify = (): Promise<void> => verifyStored({ store, oid }, signal);
    await client.send({ oid, sizeBytes, path: objectPath(store, oid), verify }, { signal, onEvent, onBytes });
    return { status: "transferred", sizeBytes };
  });
}
