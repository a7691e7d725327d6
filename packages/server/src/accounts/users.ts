import { LodeError } from "@lode/core";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { UserRow } from "../db/schema/account-rows.ts";
import { recordDone } from "./audit.ts";
import type { Caller } from "./caller.ts";
import { checkName } from "./names.ts";

/** A user to be made. */
export interface NewUser {
  readonly name: string;
  readonly isAdministrator: boolean;
}

/** Lists users by name, after one of them. */
export async function listUsers(
  database: Database,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly UserRow[]> {
  let query = database.selectFrom("users").selectAll().orderBy("name").limit(limit);
  if (after !== undefined) query = query.where("name", ">", after);
  return await query.execute();
}

/** Finds a user by name. @throws USER_UNKNOWN */
export async function findUser(database: Database, name: string): Promise<UserRow> {
  const row = await database.selectFrom("users").selectAll().where("name", "=", name).executeTakeFirst();
  if (row !== undefined) return row;
  throw new LodeError("USER_UNKNOWN", `Cannot find the user '${name}'`, { details: { user: name } });
}

/** Makes a user, who cannot sign in before a token is made. @throws NAME_INVALID, NAME_TAKEN */
export async function createUser(
  database: Database,
  caller: Caller,
  { name, isAdministrator }: NewUser,
): Promise<UserRow> {
  checkName(name);
  const row: UserRow = {
    id: newId(),
    name,
    is_administrator: isAdministrator ? 1 : 0,
    created_at: new Date().toISOString(),
  };
  await database.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("users")
      .values(row)
      .onConflict((conflict) => conflict.column("name").doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) throw nameTaken("user", name);
    await recordDone(transaction, caller, { action: "create user", target: name });
  });
  return row;
}

/** Removes a user with all tokens and roles. @throws USER_UNKNOWN, LAST_ADMINISTRATOR */
export async function removeUser(database: Database, caller: Caller, name: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const user = await findUser(transaction, name);
    await refuseLastAdministrator(transaction, user, "remove");
    await transaction.deleteFrom("users").where("id", "=", user.id).execute();
    await recordDone(transaction, caller, { action: "remove user", target: name });
  });
}

/** Says whether a user may do everything on this server. @throws USER_UNKNOWN, LAST_ADMINISTRATOR */
export async function changeUser(
  database: Database,
  caller: Caller,
  { name, isAdministrator }: NewUser,
): Promise<UserRow> {
  return await database.transaction().execute(async (transaction) => {
    const user = await findUser(transaction, name);
    if (!isAdministrator) await refuseLastAdministrator(transaction, user, "demote");
    const is_administrator = isAdministrator ? 1 : 0;
    await transaction.updateTable("users").set({ is_administrator }).where("id", "=", user.id).execute();
    await recordDone(transaction, caller, { action: isAdministrator ? "promote user" : "demote user", target: name });
    return { ...user, is_administrator };
  });
}

async function refuseLastAdministrator(transaction: Database, user: UserRow, action: string): Promise<void> {
  if (user.is_administrator !== 1) return;
  const others = transaction
    .selectFrom("users")
    .select("id")
    .where("is_administrator", "=", 1)
    .where("id", "!=", user.id);
  if ((await others.limit(1).executeTakeFirst()) === undefined) throw lastAdministrator(user.name, action);
}

function lastAdministrator(name: string, action: string): LodeError {
  return new LodeError(
    "LAST_ADMINISTRATOR",
    `Cannot ${action} the user '${name}': it is the last administrator of this server`,
    {
      hint: "Make another administrator first.",
    },
  );
}

/** The error for a name that something else has. */
export function nameTaken(what: string, name: string): LodeError {
  return new LodeError("NAME_TAKEN", `Cannot create the ${what} '${name}': the name is taken`, { details: { name } });
}
