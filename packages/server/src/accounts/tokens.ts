import { LodeError } from "@lode/core";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { TokenRow, UserRow } from "../db/schema/account-rows.ts";
import { recordDone } from "./audit.ts";
import type { Caller, SignedInUser } from "./caller.ts";
import { allows, type Role } from "./role.ts";
import { hashTokenSecret, newTokenSecret } from "./token-secret.ts";

/** A token to be made. */
export interface NewToken {
  readonly user: { readonly id: string; readonly name: string };
  readonly label: string;
  readonly scope: Role;
  readonly repositoryId: string | undefined;
  /** ISO text in UTC; undefined: it does not end. */
  readonly expiresAt: string | undefined;
}

/** A token that was just made, with its secret, which is stored nowhere. */
export interface CreatedToken {
  readonly row: TokenRow;
  readonly secret: string;
}

/** A token, and the repository that it is for. */
export interface ListedToken extends TokenRow {
  /** Null: it is for no single repository. */
  readonly namespace: string | null;
  readonly name: string | null;
}

/** Lists a user's tokens, the oldest first. */
export async function listTokens(database: Database, userId: string): Promise<readonly ListedToken[]> {
  return await database
    .selectFrom("tokens")
    .leftJoin("repositories", "repositories.id", "tokens.repository_id")
    .leftJoin("namespaces", "namespaces.id", "repositories.namespace_id")
    .selectAll("tokens")
    .select(["namespaces.name as namespace", "repositories.name as name"])
    .where("tokens.user_id", "=", userId)
    .orderBy("tokens.created_at")
    .orderBy("tokens.id")
    .execute();
}

/**
 * Makes a token. It may do no more than the token that asks for it, which is for no single repository: no wider scope, no
 * later end.
 *
 * @throws TOKEN_TOO_WIDE
 */
export async function createToken(database: Database, caller: Caller, token: NewToken): Promise<CreatedToken> {
  refuseWider(caller, token);
  return await database.transaction().execute(async (transaction) => {
    const created = await insertToken(transaction, token);
    const target = `${token.user.name}/${created.row.id}`;
    await recordDone(transaction, caller, { action: "create token", target });
    return created;
  });
}

/**
 * Makes the token that somebody gets for signing in, whoever the user is; the audit log says that the user did it.
 *
 * @param how for the audit log: `sign in by password`
 */
export async function createSignInToken(
  database: Database,
  { how, requestId }: { readonly how: string; readonly requestId: string },
  token: NewToken & { readonly user: UserRow },
): Promise<CreatedToken> {
  return await database
    .transaction()
    .execute((transaction) => insertSignInToken(transaction, { how, requestId }, token));
}

/** As createSignInToken, in a transaction that has begun. */
export async function insertSignInToken(
  transaction: Database,
  { how, requestId }: { readonly how: string; readonly requestId: string },
  token: NewToken & { readonly user: UserRow },
): Promise<CreatedToken> {
  const created = await insertToken(transaction, token);
  const { id, name, is_administrator } = token.user;
  const { scope, repositoryId, expiresAt } = token;
  const signedIn = { id: created.row.id, scope, repositoryId, expiresAt };
  const user = { id, name, isAdministrator: is_administrator === 1, token: signedIn };
  await recordDone(transaction, { user, requestId }, { action: how, target: `${name}/${created.row.id}` });
  return created;
}

async function insertToken(transaction: Database, token: NewToken): Promise<CreatedToken> {
  const secret = newTokenSecret();
  const row: TokenRow = {
    id: newId(),
    user_id: token.user.id,
    label: token.label,
    secret_hash: hashTokenSecret(secret),
    scope: token.scope,
    repository_id: token.repositoryId ?? null,
    expires_at: token.expiresAt ?? null,
    created_at: new Date().toISOString(),
  };
  await transaction.insertInto("tokens").values(row).execute();
  return { row, secret };
}

function refuseWider({ user }: Caller, { scope, expiresAt }: NewToken): void {
  const own = user?.token;
  const isWithin =
    own !== undefined &&
    allows(own.scope, scope) &&
    (own.expiresAt === undefined || (expiresAt !== undefined && expiresAt <= own.expiresAt));
  if (isWithin) return;
  throw new LodeError(
    "TOKEN_TOO_WIDE",
    "Cannot make a token that may do more, or lasts longer, than the one you signed in with",
    {
      hint: "Ask for a narrower scope, or an earlier end.",
    },
  );
}

/** Revokes the token that a caller has signed in with. */
export async function revokeOwnToken(
  database: Database,
  caller: Caller & { readonly user: SignedInUser },
): Promise<void> {
  const { user } = caller;
  await revokeToken(database, caller, { user, id: user.token.id });
}

/** Revokes a token: it is good for nothing from now on. @throws TOKEN_UNKNOWN */
export async function revokeToken(
  database: Database,
  caller: Caller,
  { user, id }: { readonly user: NewToken["user"]; readonly id: string },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const query = transaction.deleteFrom("tokens").where("id", "=", id).where("user_id", "=", user.id);
    const { numDeletedRows } = await query.executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw new LodeError("TOKEN_UNKNOWN", `Cannot find a token '${id}' of '${user.name}'`);
    await recordDone(transaction, caller, { action: "revoke token", target: `${user.name}/${id}` });
  });
}
