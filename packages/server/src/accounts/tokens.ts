import { LodeError } from "@lode/core";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { TokenRow } from "../db/schema.ts";
import { recordDone } from "./audit.ts";
import type { Caller } from "./caller.ts";
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

/** Lists a user's tokens, the oldest first. */
export async function listTokens(database: Database, userId: string): Promise<readonly TokenRow[]> {
  const query = database.selectFrom("tokens").selectAll().where("user_id", "=", userId);
  return await query.orderBy("created_at").orderBy("id").execute();
}

/**
 * Makes a token. It may do no more than the token that asks for it, which is for no single repository: no wider scope, no
 * later end.
 *
 * @throws TOKEN_TOO_WIDE
 */
export async function createToken(database: Database, caller: Caller, token: NewToken): Promise<CreatedToken> {
  refuseWider(caller, token);
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
  await database.transaction().execute(async (transaction) => {
    await transaction.insertInto("tokens").values(row).execute();
    await recordDone(transaction, caller, { action: "create token", target: `${token.user.name}/${row.id}` });
  });
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
