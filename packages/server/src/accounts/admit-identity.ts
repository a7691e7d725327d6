import { LodeError } from "@lode/core";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { UserRow } from "../db/schema/account-rows.ts";
import type { SignInProvider } from "../settings/sign-in-provider.ts";
import { recordDone } from "./audit.ts";
import { type Identity, insertIdentity, userOfIdentity } from "./identities.ts";
import { checkName } from "./names.ts";

/** Whom a provider has let in, and what it says of them. */
export interface AdmittedIdentity extends Identity {
  readonly provider: SignInProvider;
  /** What the provider calls them. */
  readonly name: string | undefined;
  /** The groups that they are in, by the provider's names. */
  readonly groups: readonly string[];
  readonly requestId: string;
}

/**
 * Finds the user that somebody is here, or makes one, and takes over the provider's groups.
 *
 * A name gives nobody a user that is there already: who that is an administrator says, by adding the identity.
 *
 * @throws SIGN_IN_REFUSED, NAME_INVALID
 */
export async function admitIdentity(database: Database, admitted: AdmittedIdentity): Promise<UserRow> {
  return await database.transaction().execute(async (transaction) => {
    const user = (await userOfIdentity(transaction, admitted)) ?? (await makeUser(transaction, admitted));
    if (admitted.provider.groupsClaim !== undefined) await takeOverGroups(transaction, user, admitted);
    return user;
  });
}

async function makeUser(transaction: Database, admitted: AdmittedIdentity): Promise<UserRow> {
  const { provider, requestId } = admitted;
  if (provider.newUsers === "refuse") throw refused("you are no user of this server");
  if (admitted.name === undefined) throw refused(`${provider.label} does not say what you are called`);
  const name = admitted.name.toLowerCase();
  checkName(name);
  const row: UserRow = { id: newId(), name, is_administrator: 0, created_at: new Date().toISOString() };
  const insert = transaction.insertInto("users").values(row);
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((conflict) => conflict.column("name").doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw refused(`the name '${name}' is another user's`);
  await insertIdentity(transaction, row.id, admitted);
  const byItself = { user: undefined, requestId };
  await recordDone(transaction, byItself, { action: `create user by ${provider.name}`, target: name });
  return row;
}

/** The user is in the provider's groups then, and in no others of it. */
async function takeOverGroups(transaction: Database, user: UserRow, admitted: AdmittedIdentity): Promise<void> {
  const { provider, requestId } = admitted;
  const wanted = new Set(admitted.groups.flatMap((group) => groupHere(provider, group)));
  const before = await transaction
    .selectFrom("group_members")
    .innerJoin("groups", "groups.id", "group_members.group_id")
    .select("groups.name")
    .where("group_members.user_id", "=", user.id)
    .where("group_members.provider", "=", provider.name)
    .execute();
  if (before.length === wanted.size && before.every(({ name }) => wanted.has(name))) return;
  const old = transaction.deleteFrom("group_members").where("user_id", "=", user.id);
  await old.where("provider", "=", provider.name).execute();
  for (const name of wanted) {
    const member = { group_id: await groupNamed(transaction, name), user_id: user.id, provider: provider.name };
    await transaction.insertInto("group_members").values(member).execute();
  }
  const act = { action: `set groups by ${provider.name}`, target: `${user.name}: ${[...wanted].join(", ")}` };
  await recordDone(transaction, { user: undefined, requestId }, act);
}

function groupHere({ groups }: SignInProvider, theirs: string): readonly string[] {
  return Object.hasOwn(groups, theirs) ? [groups[theirs] ?? ""] : [];
}

/** The settings name the group, so it is made when it is not there. */
async function groupNamed(transaction: Database, name: string): Promise<string> {
  const row = { id: newId(), name, created_at: new Date().toISOString() };
  const insert = transaction.insertInto("groups").values(row);
  await insert.onConflict((conflict) => conflict.column("name").doNothing()).execute();
  const found = transaction.selectFrom("groups").select("id").where("name", "=", name);
  return (await found.executeTakeFirstOrThrow()).id;
}

function refused(state: string): LodeError {
  return new LodeError("SIGN_IN_REFUSED", `Cannot sign in: ${state}`, {
    hint: "Ask an administrator of the server.",
  });
}
