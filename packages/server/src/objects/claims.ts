import type { HashName, ObjectId, Oid } from "@lode/core/engine";
import { type AccessTarget, repositoryUnknown } from "../accounts/access.ts";
import { recordDone } from "../accounts/audit.ts";
import type { Caller } from "../accounts/caller.ts";
import type { Database } from "../db/open-database.ts";

/** How many ids one query asks for; SQLite takes 32766 parameters. */
const BATCH = 1000;

/**
 * Says how large an object of a repository is, in bytes; undefined if the repository does not hold it, whoever else does.
 */
export async function claimedSize(
  database: Database,
  repositoryId: string,
  { hashName, oid }: ObjectId,
): Promise<number | undefined> {
  const row = await database
    .selectFrom("claims")
    .select("size_bytes")
    .where("repository_id", "=", repositoryId)
    .where("hash_name", "=", hashName)
    .where("oid", "=", oid)
    .executeTakeFirst();
  return row?.size_bytes;
}

/** The ids of one hash name. */
export interface Ids {
  readonly hashName: HashName;
  readonly oids: readonly Oid[];
}

/** Says how large objects of a repository are, in bytes; what the repository does not hold is not in the answer. */
export async function claimedSizes(
  database: Database,
  repositoryId: string,
  { hashName, oids }: Ids,
): Promise<ReadonlyMap<Oid, number>> {
  const sizes = new Map<Oid, number>();
  for (let start = 0; start < oids.length; start += BATCH) {
    const rows = await database
      .selectFrom("claims")
      .select(["oid", "size_bytes"])
      .where("repository_id", "=", repositoryId)
      .where("hash_name", "=", hashName)
      .where("oid", "in", oids.slice(start, start + BATCH))
      .execute();
    // What comes back is among what was asked for.
    for (const { oid, size_bytes } of rows) sizes.set(oid as Oid, size_bytes);
  }
  return sizes;
}

/** Returns those ids that a repository does not hold. */
export async function findUnclaimed(database: Database, repositoryId: string, ids: Ids): Promise<ReadonlySet<Oid>> {
  const held = await claimedSizes(database, repositoryId, ids);
  return new Set(ids.oids.filter((oid) => !held.has(oid)));
}

/** An object whose bytes were shown and checked. */
export interface ShownObject extends ObjectId {
  readonly sizeBytes: number;
}

/** By whom, and for which repository, objects are claimed. */
export interface Claimant {
  readonly caller: Caller;
  readonly repository: AccessTarget;
}

/**
 * Makes a repository hold an object that the caller has shown the bytes of, and that is stored.
 *
 * @throws REPOSITORY_UNKNOWN if it was removed in the meantime
 */
export function claim(database: Database, by: Claimant, object: ShownObject): Promise<void> {
  return insertClaims(database, by, { objects: [object], act: "store object", what: object.oid });
}

/** Makes a repository hold many objects, at most a few thousand, in one transaction; see claim. */
export function claimMany(database: Database, by: Claimant, objects: readonly ShownObject[]): Promise<void> {
  return insertClaims(database, by, { objects, act: "store objects", what: `${objects.length} objects` });
}

async function insertClaims(
  database: Database,
  { caller, repository }: Claimant,
  { objects, act, what }: { objects: readonly ShownObject[]; act: string; what: string },
): Promise<void> {
  const rows = objects.map(({ hashName, oid, sizeBytes }) => ({
    repository_id: repository.id,
    hash_name: hashName,
    oid,
    size_bytes: sizeBytes,
  }));
  await database.transaction().execute(async (transaction) => {
    // An upload may take hours, in which a repository may be removed.
    const still = transaction.selectFrom("repositories").select("id").where("id", "=", repository.id);
    if ((await still.executeTakeFirst()) === undefined) throw repositoryUnknown(repository.fullName);
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("claims")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["repository_id", "hash_name", "oid"]).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return;
    await recordDone(transaction, caller, { action: act, target: `${repository.fullName}: ${what}` });
  });
}
