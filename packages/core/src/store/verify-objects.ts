import type { Oid } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import type { JobReply } from "./jobs/job.ts";
import { runItems } from "./jobs/run-items.ts";
import { digestOf, type ObjectStore, objectPath } from "./object-store.ts";

/** An object whose bytes are not what its name says, or cannot be read. */
export interface DamagedObject {
  readonly oid: Oid;
  /** Such as `its content hashes to …`. */
  readonly reason: string;
}

/** What verifyObjects found. */
export interface VerifiedObjects {
  readonly damaged: readonly DamagedObject[];
  /** Bytes that were read. */
  readonly bytes: number;
}

/** How objects are verified. */
export interface VerifyOptions extends BatchOptions {
  /** Whether other threads do all of it, since the calling one has other work. Default: it helps. */
  readonly isElsewhere?: boolean | undefined;
}

/**
 * Reads and hashes objects, whatever their mode says. Nothing is changed. An object that is not there is damaged: look
 * first, or list.
 *
 * @throws CANCELLED
 */
export async function verifyObjects(
  store: ObjectStore,
  oids: readonly Oid[],
  { isElsewhere, ...options }: VerifyOptions = {},
): Promise<VerifiedObjects> {
  const damaged: DamagedObject[] = [];
  let bytes = 0;
  await runItems(
    {
      items: oids.map((oid) => objectPath(store, oid)),
      isElsewhere,
      makeJob: (items) => ({ kind: "hash", hashName: store.hashName, items }),
      onReply: (start, reply) => {
        bytes += reply.bytes;
        for (const [i, oid] of oids.slice(start, start + reply.done).entries()) {
          const reason = damageOf(reply, i, oid);
          if (reason !== undefined) damaged.push({ oid, reason });
        }
      },
    },
    options,
  );
  return { damaged, bytes };
}

function damageOf({ errors, digests }: JobReply, row: number, oid: Oid): string | undefined {
  const failed = errors.find(({ index }) => index === row);
  const actual = failed === undefined ? digests?.oids[row] : undefined;
  if (actual !== undefined) return actual === digestOf(oid) ? undefined : wrongDigest(actual);
  const error = failed === undefined ? undefined : unpackError(failed.error);
  return error instanceof Error ? error.message : "it cannot be read";
}

/** Says what is wrong with bytes that hash to something else than their name. */
export function wrongDigest(actual: string): string {
  return `its content hashes to ${actual}`;
}
