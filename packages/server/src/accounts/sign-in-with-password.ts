import { LodeError } from "@lode/core";
import type { Database } from "../db/open-database.ts";
import type { UserRow } from "../db/schema/account-rows.ts";
import type { AttemptLimits } from "./attempt-limits.ts";
import { recordSignInRefused } from "./audit.ts";
import { type Credentials, userOfPassword } from "./passwords.ts";

/** Somebody who tries to sign in, and what keeps them from trying too often. */
export interface SignInAttempt {
  readonly limits: AttemptLimits;
  /** The key of the address that the request comes from. */
  readonly address: string;
  readonly requestId: string;
}

/**
 * Finds the user that a name and a password belong to.
 *
 * 1. Counts the attempt, for the address and for the name, so that many at once are not more.
 * 2. Compares; a wrong one is recorded.
 * 3. Takes the count back.
 *
 * @throws SIGN_IN_LIMITED, SIGN_IN_REFUSED
 */
export async function signInWithPassword(
  database: Database,
  { limits, address, requestId }: SignInAttempt,
  credentials: Credentials,
): Promise<UserRow> {
  await limits.signInsOfAddress.take(address);
  await limits.passwordsOfUser.take(credentials.name);
  const user = await userOfPassword(database, credentials);
  if (user === undefined) {
    await recordSignInRefused(database, requestId, { action: "sign in by password", target: credentials.name });
    throw new LodeError(
      "SIGN_IN_REFUSED",
      `Cannot sign in as '${credentials.name}': the name or the password is wrong`,
      {
        hint: "Tokens are no passwords here: a token signs in by itself.",
      },
    );
  }
  await limits.signInsOfAddress.giveBack(address);
  await limits.passwordsOfUser.forget(credentials.name);
  return user;
}
