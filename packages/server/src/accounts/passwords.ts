import { LodeError } from "@lode/core";
import type { Database } from "../db/open-database.ts";
import type { UserRow } from "../db/schema/account-rows.ts";
import { recordDone } from "./audit.ts";
import type { Caller } from "./caller.ts";
import { hashPassword, isOutdatedHash, isPassword } from "./password-hash.ts";

/** Length is what makes a password hard to guess. In characters. */
const PASSWORD_LENGTH_MIN = 12;

/** A name and a password that somebody signs in with. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/**
 * Finds the user whose name and password are given. It takes as long for a user that does not exist, or has no password.
 *
 * @returns undefined if it is another password, or there is none
 */
export async function userOfPassword(
  database: Database,
  { name, password }: Credentials,
): Promise<UserRow | undefined> {
  const found = await database
    .selectFrom("users")
    .leftJoin("passwords", "passwords.user_id", "users.id")
    .selectAll("users")
    .select("passwords.hash")
    .where("users.name", "=", name)
    .executeTakeFirst();
  const isRight = await isPassword(password, found?.hash ?? (await hashOfNobody()));
  if (found === undefined || found.hash === null || !isRight) return undefined;
  const { hash, ...user } = found;
  if (isOutdatedHash(hash)) await renewHash(database, { userId: user.id, hash, password });
  return user;
}

/** Hashes the right password anew; one that was changed meanwhile stays. */
async function renewHash(
  database: Database,
  { userId, hash, password }: { readonly userId: string; readonly hash: string; readonly password: string },
): Promise<void> {
  const update = database.updateTable("passwords").set({ hash: await hashPassword(password) });
  await update.where("user_id", "=", userId).where("hash", "=", hash).execute();
}

let hashed: Promise<string> | undefined;

function hashOfNobody(): Promise<string> {
  hashed ??= hashPassword("nobody's password");
  return hashed;
}

/** Says whether a user has a password. */
export async function hasPassword(database: Database, userId: string): Promise<boolean> {
  const row = database.selectFrom("passwords").select("user_id").where("user_id", "=", userId);
  return (await row.executeTakeFirst()) !== undefined;
}

/** Gives a user a password, in place of the one that there is. Tokens stay good. @throws PASSWORD_TOO_SHORT */
export async function setPassword(
  database: Database,
  caller: Caller,
  { user, password }: { readonly user: Pick<UserRow, "id" | "name">; readonly password: string },
): Promise<void> {
  if ([...password].length < PASSWORD_LENGTH_MIN) throw tooShort();
  const row = { hash: await hashPassword(password), changed_at: new Date().toISOString() };
  await database.transaction().execute(async (transaction) => {
    const insert = transaction.insertInto("passwords").values({ user_id: user.id, ...row });
    await insert.onConflict((key) => key.column("user_id").doUpdateSet(row)).execute();
    await recordDone(transaction, caller, { action: "set password", target: user.name });
  });
}

/** Takes a user's password away, if there is one. */
export async function removePassword(
  database: Database,
  caller: Caller,
  user: Pick<UserRow, "id" | "name">,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("passwords").where("user_id", "=", user.id).execute();
    await recordDone(transaction, caller, { action: "remove password", target: user.name });
  });
}

function tooShort(): LodeError {
  return new LodeError(
    "PASSWORD_TOO_SHORT",
    `Cannot use this password: it has less than ${PASSWORD_LENGTH_MIN} characters`,
    { hint: "Take some words that do not belong together." },
  );
}
