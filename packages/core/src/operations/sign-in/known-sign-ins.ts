import type { OnEvent } from "../../base/events.ts";
import { serverPlace } from "../../formats/sign-in/server-place.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import type { GivenToken, SignInContext } from "./sign-in-context.ts";
import { readSignIns } from "./sign-in-store.ts";

/** A sign-in, and where it is known from. */
export interface KnownSignIn extends SignIn {
  /** Whether it was given for this run and is in no file. */
  readonly isGiven: boolean;
}

/**
 * The sign-ins that count, in the order in which they are looked at: the one given for this run, then those of the file.
 *
 * @throws SIGN_INS_INVALID, IO_FAILED
 */
export function knownSignIns({ signInFile, givenToken }: SignInContext, onEvent?: OnEvent): readonly KnownSignIn[] {
  const given = givenToken === undefined ? undefined : givenSignIn(givenToken, onEvent);
  const kept = readSignIns(signInFile, onEvent).map((signIn) => ({ ...signIn, isGiven: false }));
  return given === undefined ? kept : [given, ...kept];
}

/** The user's name does not count where a token comes as a password. */
export const UNKNOWN_USER = "token";

function givenSignIn({ token, url }: GivenToken, onEvent: OnEvent | undefined): KnownSignIn | undefined {
  const place = url === undefined ? undefined : serverPlace(url);
  if (place !== undefined) {
    return { ...place, user: UNKNOWN_USER, token, scope: undefined, expiresAt: undefined, isGiven: true };
  }
  const message = "The token of LODE_TOKEN is sent nowhere: LODE_TOKEN_URL does not name the server that it is for.";
  onEvent?.({ type: "warning", message });
  return undefined;
}
