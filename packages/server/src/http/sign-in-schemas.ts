import Type from "typebox";
import type { CreatedToken } from "../accounts/tokens.ts";
import { Nullable, RoleName } from "./api-schemas.ts";
import type { SignInServices } from "./sign-in-services.ts";

const DAY_S = 86_400;

/** What somebody who signs in may say about the token that is to be made. */
export const WantedToken = {
  label: Type.String({ minLength: 1, maxLength: 200 }),
  scope: Type.Enum(["reader", "writer", "maintainer", "administrator"], { default: "administrator" }),
  expires_in_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 * 366 * DAY_S })),
};

/** What a sign-in ends with: a token, whose secret is stored nowhere. */
export const SignedIn = Type.Object({
  token: Type.String(),
  id: Type.String(),
  user: Type.String(),
  scope: RoleName,
  expires_at: Nullable(Type.String()),
});

/** Makes the body of SignedIn. */
export function signedInBody({ row, secret }: CreatedToken, user: string) {
  return { token: secret, id: row.id, user, scope: row.scope, expires_at: row.expires_at };
}

/** When the token of a sign-in ends, as ISO text: when it is asked for, but no later than the server allows. */
export function signInEnd({ tokenDays }: Pick<SignInServices, "tokenDays">, wantedS: number | undefined): string {
  const seconds = Math.min(wantedS ?? Number.POSITIVE_INFINITY, tokenDays * DAY_S);
  return new Date(Date.now() + seconds * 1000).toISOString();
}
