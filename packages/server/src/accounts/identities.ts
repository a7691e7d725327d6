import { LodeError } from "@lode/core";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { IdentityRow, UserRow } from "../db/schema/account-rows.ts";
import { recordDone } from "./audit.ts";
import type { Caller } from "./caller.ts";

/** Who somebody is at another service. The subject is what the issuer never gives to anybody else. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** Lists who a user is elsewhere, the oldest first. */
export async function listIdentities(database: Database, userId: string): Promise<readonly IdentityRow[]> {
  const query = database.selectFrom("identities").selectAll().where("user_id", "=", userId);
  return await query.orderBy("created_at").orderBy("id").execute();
}

/** Finds the user that somebody is here; by nothing but issuer and subject. */
export async function userOfIdentity(database: Database, { issuer, subject }: Identity): Promise<UserRow | undefined> {
  return await database
    .selectFrom("identities")
    .innerJoin("users", "users.id", "identities.user_id")
    .selectAll("users")
    .where("identities.issuer", "=", issuer)
    .where("identities.subject", "=", subject)
    .executeTakeFirst();
}

/** Says that somebody elsewhere is a user here. @throws IDENTITY_TAKEN */
export async function addIdentity(
  database: Database,
  { caller, user }: { readonly caller: Caller; readonly user: Pick<UserRow, "id" | "name"> },
  identity: Identity,
): Promise<IdentityRow> {
  return await database.transaction().execute(async (transaction) => {
    const row = await insertIdentity(transaction, user.id, identity);
    if (row === undefined) throw identityTaken(user.name);
    await recordDone(transaction, caller, { action: "add identity", target: `${user.name}: ${identity.subject}` });
    return row;
  });
}

/** Adds an identity in a transaction that has begun. @returns undefined if it is somebody's already */
export async function insertIdentity(
  transaction: Database,
  userId: string,
  { issuer, subject }: Identity,
): Promise<IdentityRow | undefined> {
  const row = { id: newId(), user_id: userId, issuer, subject, created_at: new Date().toISOString() };
  const insert = transaction.insertInto("identities").values(row);
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((key) => key.columns(["issuer", "subject"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 0n ? undefined : row;
}

/** Takes an identity from a user, who cannot sign in by it any more. @throws IDENTITY_UNKNOWN */
export async function removeIdentity(
  database: Database,
  { caller, user }: { readonly caller: Caller; readonly user: Pick<UserRow, "id" | "name"> },
  id: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const query = transaction.deleteFrom("identities").where("id", "=", id).where("user_id", "=", user.id);
    const { numDeletedRows } = await query.executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) {
      throw new LodeError("IDENTITY_UNKNOWN", `Cannot find an identity '${id}' of '${user.name}'`);
    }
    await recordDone(transaction, caller, { action: "remove identity", target: `${user.name}/${id}` });
  });
}

function identityTaken(name: string): LodeError {
  return new LodeError("IDENTITY_TAKEN", `Cannot give this identity to '${name}': it is another user's`, {
    hint: "Take it from that user first.",
  });
}
