import { LodeError } from "@lode/core";
import type { Database } from "../db/open-database.ts";
import type { SignedInUser } from "./caller.ts";
import { hashTokenSecret } from "./token-secret.ts";

/** The headers of a request that may carry a token. */
export interface SignInHeaders {
  readonly authorization?: string | undefined;
  /** For clients that can only send a header of their own, such as DVC with `auth = custom`. */
  readonly "x-lode-token"?: string | readonly string[] | undefined;
}

/**
 * Finds out who makes a request: a token in `X-Lode-Token`, as bearer, or as the password of basic sign-in, whose user
 * name does not count.
 *
 * @returns undefined if there is no token
 * @throws TOKEN_INVALID if there is one that is not good, whatever is asked for
 */
export async function signIn(database: Database, headers: SignInHeaders): Promise<SignedInUser | undefined> {
  const secret = secretOf(headers);
  if (secret === undefined) return undefined;
  const found = await database
    .selectFrom("tokens")
    .innerJoin("users", "users.id", "tokens.user_id")
    .select(["tokens.id as tokenId", "tokens.scope", "tokens.repository_id", "tokens.expires_at"])
    .select(["users.id", "users.name", "users.is_administrator"])
    .where("tokens.secret_hash", "=", hashTokenSecret(secret))
    .executeTakeFirst();
  if (found === undefined) throw tokenInvalid("it is unknown, or was revoked");
  if (found.expires_at !== null && found.expires_at <= new Date().toISOString()) throw tokenInvalid("it has expired");
  return {
    id: found.id,
    name: found.name,
    isAdministrator: found.is_administrator === 1,
    token: {
      id: found.tokenId,
      scope: found.scope,
      repositoryId: found.repository_id ?? undefined,
      expiresAt: found.expires_at ?? undefined,
    },
  };
}

function secretOf(headers: SignInHeaders): string | undefined {
  const own = headers["x-lode-token"];
  if (typeof own === "string") return own;
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  const [, scheme = "", credentials = ""] = /^(\S+) +(\S+) *$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === "bearer") return credentials;
  if (scheme.toLowerCase() !== "basic")
    throw tokenInvalid("it is to come as bearer, or as the password of basic sign-in");
  const decoded = Buffer.from(credentials, "base64").toString("utf8");
  return decoded.slice(decoded.indexOf(":") + 1);
}

function tokenInvalid(state: string): LodeError {
  return new LodeError("TOKEN_INVALID", `Cannot sign in with the token: ${state}`, {
    hint: "Make a new one, or ask the owner of the server for one.",
  });
}
