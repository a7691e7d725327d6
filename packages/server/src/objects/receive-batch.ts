import { LodeError } from "@lode/core";
import { isDirOid, type Oid, Overlap, readFrames } from "@lode/core/engine";
import type { AccessTarget } from "../accounts/access.ts";
import type { Caller } from "../accounts/caller.ts";
import { claimMany, type ShownObject } from "./claims.ts";
import type { NewObject } from "./object-storage.ts";
import type { ObjectPlaces } from "./receive-object.ts";

/** The largest object of a batch, in bytes: it is held in memory. */
export const BATCH_OBJECT_MAX_BYTES = 1 << 20;

/** So much is stored and claimed at once; as much is being received meanwhile. A connection that breaks off later costs none of it. */
const AT_ONCE = { objects: 2000, bytes: 1 << 20 };

/** So many times that much is being stored or claimed, so that the threads go on meanwhile: all of it is in memory. */
const STORING_MAX = 3;

/** How many objects of one batch may be refused, each of which the answer names. */
const REFUSED_MAX = 10_000;

/** What became of a batch. */
export interface BatchOutcome {
  readonly stored: number;
  /** What was not stored; the rest of the batch was. */
  readonly refused: readonly { readonly oid: Oid; readonly reason: string }[];
}

/**
 * Receives many small objects as one stream of frames. Each is hashed before it gets its name, and what was received whole
 * stays if the stream breaks off. Manifests are refused here: they are sent one by one, after their members.
 *
 * @throws BATCH_INVALID, IO_FAILED, what the stream throws
 */
export async function receiveBatch(
  { database, objects }: ObjectPlaces,
  by: { readonly caller: Caller; readonly repository: AccessTarget },
  body: AsyncIterable<Buffer>,
): Promise<BatchOutcome> {
  const refused: BatchOutcome["refused"][number][] = [];
  let pending: NewObject[] = [];
  let pendingBytes = 0;
  let stored = 0;
  const refuse = (oid: Oid, reason: string): void => {
    refused.push({ oid, reason });
    if (refused.length > REFUSED_MAX) throw tooManyRefused();
  };
  const store = async (received: readonly NewObject[]): Promise<void> => {
    const problems = await objects.putAll(received);
    const shown = received.filter((_, index) => problems[index] === undefined);
    if (shown.length > 0) await claimMany(database, by, shown.map(shownObject));
    stored += shown.length;
    for (const [index, { oid }] of received.entries()) {
      const problem = problems[index];
      if (problem !== undefined) refuse(oid, problem.message);
    }
  };
  const storing = new Overlap(STORING_MAX);
  const storePending = async (): Promise<void> => {
    const received = pending;
    pending = [];
    pendingBytes = 0;
    if (received.length > 0) await storing.begin(() => store(received));
  };
  try {
    for await (const frames of readFrames(body, BATCH_OBJECT_MAX_BYTES)) {
      for (const frame of frames) {
        if (frame.kind !== "bytes" || isDirOid(frame.oid)) {
          refuse(frame.oid, "only files with their bytes are taken here");
          continue;
        }
        pending.push(frame);
        pendingBytes += frame.bytes.length;
        if (pending.length >= AT_ONCE.objects || pendingBytes >= AT_ONCE.bytes) await storePending();
      }
    }
  } finally {
    await storePending();
    await storing.end();
  }
  return { stored, refused };
}

function tooManyRefused(): LodeError {
  return new LodeError("BATCH_INVALID", `Cannot take the objects: more than ${REFUSED_MAX} of them were refused`, {
    hint: "Send files with their bytes, each under the MD5 of its bytes.",
  });
}

function shownObject({ oid, bytes }: NewObject): ShownObject {
  return { hashName: "md5", oid, sizeBytes: bytes.length };
}
