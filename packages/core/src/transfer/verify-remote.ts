import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import { makeHasher } from "../hash/md5.ts";
import type { ObjectId, ObjectIds, Remote } from "../remotes/remote.ts";
import { runAtOnce } from "../remotes/run-at-once.ts";
import { digestOf } from "../store/object-store.ts";
import { type DamagedObject, type VerifiedObjects, wrongDigest } from "../store/verify-objects.ts";
import { batchContext, type MoveContext } from "./transfer-progress.ts";

/** What verifyRemote found. */
export interface VerifiedRemote extends VerifiedObjects {
  /** In the order in which they were asked for. */
  readonly missing: readonly Oid[];
}

/** How many objects are read at once unless the caller says otherwise. */
const DEFAULT_JOBS = 8;

/**
 * Reads objects of a remote and hashes them; nothing is stored or changed.
 *
 * @throws what the remote throws, CANCELLED
 */
export async function verifyRemote(
  remote: Remote,
  { hashName, oids }: ObjectIds,
  context: MoveContext,
): Promise<VerifiedRemote> {
  const damaged: DamagedObject[] = [];
  const missing = new Set<Oid>();
  const progress = batchContext(context, "verify", { before: 0, total: oids.length });
  let bytes = 0;
  let files = 0;
  await runAtOnce(oids, context.jobs ?? DEFAULT_JOBS, async (oid) => {
    if (context.signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: context.signal.reason });
    const read = await readDigest(remote, { hashName, oid }, context.signal);
    if (read === undefined) missing.add(oid);
    else if (read.digest !== digestOf(oid)) damaged.push({ oid, reason: wrongDigest(read.digest) });
    bytes += read?.bytes ?? 0;
    progress.onProgress?.({ files: ++files, bytes });
  });
  // They were found in the order of the answers.
  return { damaged, missing: oids.filter((oid) => missing.has(oid)), bytes };
}

async function readDigest(
  remote: Remote,
  id: ObjectId,
  signal: AbortSignal | undefined,
): Promise<{ readonly digest: string; readonly bytes: number } | undefined> {
  const stream = await remote.openRead(id, undefined, signal === undefined ? {} : { signal });
  if (stream === undefined) return undefined;
  const hasher = makeHasher(id.hashName);
  let bytes = 0;
  for await (const chunk of stream) {
    const read: Uint8Array = chunk;
    hasher.update(read);
    bytes += read.length;
  }
  return { digest: hasher.digest(), bytes };
}
