import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import type { ItemState, JobReply } from "./jobs/job.ts";
import { runItems } from "./jobs/run-items.ts";
import { isFreshStore, type ObjectStore } from "./object-store.ts";

/** Options of copyObjects. */
export interface CopyObjectsOptions extends BatchOptions {
  /** True: objects of `from` that turn out to be sound become read-only, as findMissing makes them. Default false. */
  readonly protect?: boolean;
}

/** What copyObjects did. */
export interface CopyReport {
  /** In the order of the request. An object that was already there counts as `present`. */
  readonly results: readonly CopyResult[];
  /** Bytes of the objects that were copied. */
  readonly sizeBytes: number;
}

/** What became of one object. `missing`: the source does not have it, or not with the right content. */
export interface CopyResult {
  readonly oid: Oid;
  readonly status: "copied" | "present" | "missing" | "failed";
  /** With `failed`, and with `missing` if the source's bytes were wrong. */
  readonly error?: LodeError;
}

/**
 * Copies objects from one store to another, hashing them on the way; none gets its name before its bytes are verified.
 * Order is the caller's: manifests belong in a later call than their members.
 *
 * @throws CANCELLED; what is wrong with single objects is in the results
 */
export async function copyObjects(
  { from, to }: { readonly from: ObjectStore; readonly to: ObjectStore },
  oids: readonly Oid[],
  options: CopyObjectsOptions = {},
): Promise<CopyReport> {
  const { protect = false } = options;
  const results = new Array<CopyResult>(oids.length);
  const isFresh = isFreshStore(to);
  let sizeBytes = 0;
  await runItems(
    {
      items: oids,
      makeJob: (items) => ({ kind: "copy", from, to, protect, isFresh, items }),
      onReply: (start, reply) => {
        sizeBytes += reply.bytes;
        collectResults(results, reply, { start, oids });
      },
    },
    options,
  );
  return { results, sizeBytes };
}

function collectResults(
  into: CopyResult[],
  reply: JobReply,
  { start, oids }: { readonly start: number; readonly oids: readonly Oid[] },
): void {
  for (const [i, oid] of oids.slice(start, start + reply.done).entries()) {
    into[start + i] = { oid, status: statusOf(reply.states?.[i]) };
  }
  for (const { index, error: packed } of reply.errors) {
    const result = into[start + index];
    const error = unpackError(packed);
    if (!(error instanceof LodeError)) throw error;
    if (result !== undefined) into[start + index] = { ...result, error };
  }
}

function statusOf(state: ItemState | undefined): CopyResult["status"] {
  return state === "present" || state === "missing" || state === "copied" ? state : "failed";
}
