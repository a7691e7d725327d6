import type { OnEvent } from "../../base/events.ts";
import type { FindToken } from "../../base/find-token.ts";
import { findSignIn } from "../../formats/sign-in/find-sign-in.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import { knownSignIns } from "./known-sign-ins.ts";
import type { SignInContext } from "./sign-in-context.ts";

/**
 * Makes what gives the token for a URL, the only place where one is chosen. The sign-ins are read when the first is asked
 * for, and not again.
 *
 * @returns throws SIGN_INS_INVALID, IO_FAILED
 */
export function tokenFinder(context: SignInContext, onEvent?: OnEvent): FindToken {
  let known: readonly SignIn[] | undefined;
  return (url) => {
    known ??= knownSignIns(context, onEvent);
    return findSignIn(known, url, Date.now())?.token;
  };
}
