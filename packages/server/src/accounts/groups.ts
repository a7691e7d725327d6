import { LodeError } from "@lode/core";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { GroupRow } from "../db/schema/account-rows.ts";
import { recordDone } from "./audit.ts";
import type { Caller } from "./caller.ts";
import { checkName } from "./names.ts";
import { findUser, nameTaken } from "./users.ts";

/** A user in a group. */
export interface GroupMember {
  readonly user: string;
  /** The sign-in services that say so; empty: an administrator of the server alone does. */
  readonly providers: readonly string[];
}

/** Lists groups by name, after one of them. */
export async function listGroups(
  database: Database,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly GroupRow[]> {
  let query = database.selectFrom("groups").selectAll().orderBy("name").limit(limit);
  if (after !== undefined) query = query.where("name", ">", after);
  return await query.execute();
}

/** Finds a group by name. @throws GROUP_UNKNOWN */
export async function findGroup(database: Database, name: string): Promise<GroupRow> {
  const row = await database.selectFrom("groups").selectAll().where("name", "=", name).executeTakeFirst();
  if (row !== undefined) return row;
  throw new LodeError("GROUP_UNKNOWN", `Cannot find the group '${name}'`, { details: { group: name } });
}

/** Makes a group without members. @throws NAME_INVALID, NAME_TAKEN */
export async function createGroup(database: Database, caller: Caller, name: string): Promise<GroupRow> {
  checkName(name);
  const row: GroupRow = { id: newId(), name, created_at: new Date().toISOString() };
  await database.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("groups")
      .values(row)
      .onConflict((conflict) => conflict.column("name").doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) throw nameTaken("group", name);
    await recordDone(transaction, caller, { action: "create group", target: name });
  });
  return row;
}

/** Removes a group with all its roles. @throws GROUP_UNKNOWN */
export async function removeGroup(database: Database, caller: Caller, name: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { id } = await findGroup(transaction, name);
    await transaction.deleteFrom("groups").where("id", "=", id).execute();
    await recordDone(transaction, caller, { action: "remove group", target: name });
  });
}

/** Lists the members of a group by name. @throws GROUP_UNKNOWN */
export async function listGroupMembers(database: Database, name: string): Promise<readonly GroupMember[]> {
  const { id } = await findGroup(database, name);
  const rows = await database
    .selectFrom("group_members")
    .innerJoin("users", "users.id", "group_members.user_id")
    .select(["users.name as user", "group_members.provider"])
    .where("group_members.group_id", "=", id)
    .orderBy("users.name")
    .orderBy("group_members.provider")
    .execute();
  const members = Map.groupBy(rows, ({ user }) => user);
  return [...members].map(([user, sources]) => {
    return { user, providers: sources.map(({ provider }) => provider).filter((provider) => provider !== "") };
  });
}

/** Who is to be in which group. */
export interface Membership {
  readonly group: string;
  readonly user: string;
}

/** Takes a user into a group, who may be there already. @throws GROUP_UNKNOWN, USER_UNKNOWN */
export async function addGroupMember(database: Database, caller: Caller, { group, user }: Membership): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { id: group_id } = await findGroup(transaction, group);
    const { id: user_id } = await findUser(transaction, user);
    const insert = transaction.insertInto("group_members").values({ group_id, user_id, provider: "" });
    await insert.onConflict((key) => key.doNothing()).execute();
    await recordDone(transaction, caller, { action: "add to group", target: `${group}: ${user}` });
  });
}

/**
 * Takes a user out of a group, whoever says that the user is in it; what a sign-in service says counts again when the
 * user signs in there.
 *
 * @throws GROUP_UNKNOWN, USER_UNKNOWN, MEMBER_UNKNOWN
 */
export async function removeGroupMember(
  database: Database,
  caller: Caller,
  { group, user }: Membership,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { id: groupId } = await findGroup(transaction, group);
    const { id: userId } = await findUser(transaction, user);
    const query = transaction.deleteFrom("group_members").where("group_id", "=", groupId).where("user_id", "=", userId);
    const { numDeletedRows } = await query.executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) {
      throw new LodeError("MEMBER_UNKNOWN", `Cannot remove '${user}' from the group '${group}': it is not in it`);
    }
    await recordDone(transaction, caller, { action: "remove from group", target: `${group}: ${user}` });
  });
}
