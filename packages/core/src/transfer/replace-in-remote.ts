import { appendAll } from "../base/append-all.ts";
import { LodeError } from "../base/lode-error.ts";
import { isDirOid, type Oid } from "../base/oid.ts";
import type { Remote, TransferReport } from "../remotes/remote.ts";
import { findMissing } from "../store/find-missing.ts";
import { verifyObjects } from "../store/verify-objects.ts";
import type { Route } from "./fetch-objects.ts";
import type { MoveContext } from "./transfer-progress.ts";
import { verifyRemote } from "./verify-remote.ts";

/** What became of damaged objects of a remote. What is in no list has no sound copy in the store. */
export interface ReplacedObjects {
  /** Those that were removed, so that they can be sent again. */
  readonly removed: readonly Oid[];
  /** Those that are whole again. */
  readonly replaced: readonly Oid[];
  /** Those that the remote has kept as they were, or did not take. */
  readonly failed: TransferReport["failed"];
}

/**
 * Makes way for sound copies of a remote's damaged objects: only those of which the store has a copy that was just read and
 * hashed. They are removed, manifests first; or, where the remote cannot delete, they are sent over what is there, manifests
 * last, and read back.
 *
 * @param damaged objects of the remote that are known not to hash to their names
 * @throws what the remote throws when it is to delete or is read; CANCELLED
 */
export async function replaceInRemote(
  { store, remote }: Route,
  damaged: readonly Oid[],
  context: MoveContext,
): Promise<ReplacedObjects> {
  const options = context.signal === undefined ? {} : { signal: context.signal };
  const absent = new Set(await findMissing(store, damaged, options));
  const present = damaged.filter((oid) => !absent.has(oid));
  const unsound = new Set((await verifyObjects(store, present, options)).damaged.map(({ oid }) => oid));
  const sound = present.filter((oid) => !unsound.has(oid));
  const manifests = sound.filter(isDirOid);
  const files = sound.filter((oid) => !isDirOid(oid));
  if (remote.replaceFrom !== undefined) return sendOver({ store, remote }, [files, manifests], context);
  const { hashName } = store;
  for (const oids of [manifests, files]) {
    if (oids.length > 0) await remote.remove({ hashName, oids }, context);
  }
  return { removed: sound, replaced: [], failed: [] };
}

async function sendOver(
  { store, remote }: Route,
  groups: readonly (readonly Oid[])[],
  context: MoveContext,
): Promise<ReplacedObjects> {
  const replaced: Oid[] = [];
  const failed: TransferReport["failed"][number][] = [];
  for (const oids of groups.filter((group) => group.length > 0)) {
    const { signal, jobs } = context;
    const run = { ...(signal !== undefined && { signal }), ...(jobs !== undefined && { jobs }) };
    const sent = await remote.replaceFrom?.(store, oids, run);
    appendAll(failed, sent?.failed ?? []);
    const transferred = sent?.transferred ?? [];
    const { damaged, missing } = await verifyRemote(remote, { hashName: store.hashName, oids: transferred }, run);
    const wrong = new Set([...damaged.map(({ oid }) => oid), ...missing]);
    for (const oid of transferred) {
      if (wrong.has(oid)) failed.push({ oid, error: kept(remote, oid) });
      else replaced.push(oid);
    }
  }
  return { removed: [], replaced, failed };
}

function kept({ url }: Remote, oid: Oid): LodeError {
  return new LodeError(
    "OBJECT_CORRUPT",
    `Cannot replace the object '${oid}' of '${url}': the server keeps what it has`,
    {
      hint: "Remove it on the server, then push again.",
      details: { oid, remote: url },
    },
  );
}
