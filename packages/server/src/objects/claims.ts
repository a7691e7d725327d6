import type { HashName, ObjectId, Oid } from "@lode/core/engine";
import type { AccessTarget } from "../accounts/access.ts";
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

/** Returns those ids that a repository does not hold. */
export async function findUnclaimed(
  database: Database,
  repositoryId: string,
  { hashName, oids }: { readonly hashName: HashName; readonly oids: readonly Oid[] },
): Promise<ReadonlySet<Oid>> {
  const unclaimed = new Set(oids);
  for (let start = 0; start < oids.length; start += BATCH) {
    const rows = await database
      .selectFrom("claims")
      .select("oid")
      .where("repository_id", "=", repositoryId)
      .where("hash_name", "=", hashName)
      .where("oid", "in", oids.slice(start, start + BATCH))
      .execute();
    // What comes back is among what was asked for.
    for (const { oid } of rows) unclaimed.delete(oid as Oid);
  }
  return unclaimed;
}

/** An object whose bytes were shown and checked. */
export interface ShownObject extends ObjectId {
  readonly sizeBytes: number;
}

/** Makes a repository hold an object that the caller has shown the bytes of, and that is stored. */
export async function claim(
  database: Database,
  { caller, repository }: { readonly caller: Caller; readonly repository: AccessTarget },
  { hashName, oid, sizeBytes }: ShownObject,
): Promise<void> {
  const row = { repository_id: repository.id, hash_name: hashName, oid, size_bytes: sizeBytes };
  await database.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("claims")
      .values(row)
      .onConflict((conflict) => conflict.columns(["repository_id", "hash_name", "oid"]).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return;
    await recordDone(transaction, caller, { action: "store object", target: `${repository.fullName}: ${oid}` });
  });
}
