import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { findSignIn } from "../../formats/sign-in/find-sign-in.ts";
import { placeUrl } from "../../formats/sign-in/sign-in.ts";
import { knownSignIns } from "./known-sign-ins.ts";
import { placeToSignIn } from "./place-to-sign-in.ts";
import type { SignInContext } from "./sign-in-context.ts";
import { signedOut } from "./sign-out.ts";

/**
 * The token of a server, for other programs.
 *
 * @param url of the server, or of anything on it; undefined: the only one to which the user has signed in
 * @throws URL_INVALID, SIGNED_OUT, SIGN_IN_AMBIGUOUS, SIGN_INS_INVALID, IO_FAILED
 */
export function tokenFor(context: SignInContext, url: string | undefined, { onEvent }: RunContext): string {
  const known = knownSignIns(context, onEvent);
  const [first, ...others] = known;
  if (url === undefined && others.length > 0) throw ambiguous(known.map(placeUrl));
  const wanted = url ?? (first && placeUrl(first));
  if (wanted === undefined) throw nowhereSignedIn();
  const found = findSignIn(known, wanted, Date.now());
  if (found === undefined) throw signedOut(placeToSignIn(wanted).server);
  return found.token;
}

function ambiguous(urls: readonly string[]): LodeError {
  return new LodeError("SIGN_IN_AMBIGUOUS", "Cannot choose a sign-in: there is more than one", {
    hint: `Name the server: ${urls.join(", ")}`,
    details: { servers: urls },
  });
}

function nowhereSignedIn(): LodeError {
  return new LodeError("SIGNED_OUT", "Cannot find a sign-in: there is none to any server", {
    hint: "Sign in: lode login URL",
  });
}
