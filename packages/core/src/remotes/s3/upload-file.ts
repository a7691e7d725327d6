import { isLodeError } from "../../base/lode-error.ts";
import { sizeChanged } from "../cloud/upload-reader.ts";
import { defaultRetries, isPassing, retryPassing } from "../retry-passing.ts";
import { runAtOnce } from "../run-at-once.ts";
import type { StorageFile, Upload } from "../storage/remote-storage.ts";
import type { BufferPool } from "./buffer-pool.ts";
import { partSize } from "./multipart-settings.ts";
import { MultipartUpload } from "./multipart-upload.ts";
import { putObject } from "./put-object.ts";
import type { S3Client } from "./s3-client.ts";
import type { S3Request } from "./s3-request.ts";
import { type PartSource, partsOf, startingWith } from "./upload-parts.ts";

/** To where a file is sent, and with what memory. */
export interface UploadTarget {
  readonly client: S3Client;
  readonly memory: BufferPool;
  readonly request: S3Request;
}

const PARTS_AT_ONCE = 8;

/**
 * Creates an object or replaces it: with one request if it is small; if not, in parts, eight at once. An upload in parts
 * that the network or the user ends is gone on with next time; one whose content fails is forgotten.
 *
 * @throws what S3Client throws, what reading and `confirm` throw
 */
export async function uploadFile(target: UploadTarget, upload: Upload): Promise<StorageFile> {
  if (upload.kind === "bytes") {
    await upload.confirm?.();
    return await putObject(target.client, target.request, upload.bytes);
  }
  const { multipart } = target.client.settings;
  const { sizeBytes } = upload;
  const isSmall = sizeBytes !== undefined && sizeBytes <= multipart.thresholdBytes;
  const partBytes = isSmall ? Math.max(1, sizeBytes) : partSize(multipart, sizeBytes);
  const source = partsOf(upload, partBytes);
  const plan = { source, partBytes, confirm: upload.confirm };
  try {
    if (isSmall) return await sendWhole(target, plan);
    return sizeBytes === undefined ? await sendUnknown(target, plan) : await sendInParts(target, plan);
  } finally {
    await source.close();
  }
}

/** What is sent: parts of one size. */
interface UploadPlan {
  readonly source: PartSource;
  readonly partBytes: number;
  readonly confirm: Upload["confirm"];
}

async function sendWhole(
  { client, memory, request }: UploadTarget,
  { source, partBytes, confirm }: UploadPlan,
): Promise<StorageFile> {
  using held = await memory.take(partBytes);
  const part = await source.next(held.bytes);
  if ((await source.next(Buffer.alloc(1))) !== undefined) throw sizeChanged();
  await confirm?.();
  return await putObject(client, request, part?.bytes ?? Buffer.alloc(0));
}

/** How much there is shows when the first part is read. */
async function sendUnknown(target: UploadTarget, plan: UploadPlan): Promise<StorageFile> {
  const { source, partBytes, confirm } = plan;
  // Of its own: two that wait for a second part of the common memory, with the first in their hands, would wait for ever.
  const first = await source.next(Buffer.allocUnsafeSlow(partBytes));
  const begun = { ...plan, source: startingWith(first, source) };
  if ((first?.bytes.length ?? 0) === partBytes) return await sendInParts(target, begun);
  await confirm?.();
  return await putObject(target.client, target.request, first?.bytes ?? Buffer.alloc(0));
}

async function sendInParts(target: UploadTarget, { source, partBytes, confirm }: UploadPlan): Promise<StorageFile> {
  const { client, memory, request } = target;
  const upload = await MultipartUpload.open(client, request);
  let isRead = false;
  function* turns(): Generator<undefined> {
    while (!isRead) yield undefined;
  }
  try {
    await runAtOnce(turns(), PARTS_AT_ONCE, async () => {
      using held = await memory.take(partBytes);
      const part = await source.next(held.bytes);
      if (part === undefined) isRead = true;
      else await retryPassing(() => upload.send(part), defaultRetries, request.signal);
    });
    await confirm?.();
    return await upload.complete();
  } catch (error) {
    const mayGoOn = isPassing(error) || isLodeError(error, "CANCELLED");
    // Nobody is left to tell that the parts stay; the failure itself matters more.
    if (!mayGoOn) await upload.abort().catch(() => undefined);
    throw error;
  }
}
