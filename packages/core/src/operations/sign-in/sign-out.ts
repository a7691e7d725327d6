import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import { placeToSignIn } from "./place-to-sign-in.ts";
import { revokeToken } from "./revoke-token.ts";
import type { SignInContext } from "./sign-in-context.ts";
import { forgetSignIn, readSignIns } from "./sign-in-store.ts";
import { untellGit } from "./tell-git.ts";

/** A sign-in that was ended. */
export interface SignedOut {
  readonly server: string;
  readonly repository: string | undefined;
  readonly user: string;
  /** Whether the server has revoked the token, or did not know it any more; else it is good until it ends by itself. */
  readonly revoked: boolean;
}

/**
 * Signs out: revokes each token at its server, then forgets it here, also if the server cannot be reached, and takes the
 * helper out of git's configuration.
 *
 * @param url of the server, or of a repository on it; undefined: all. A server's URL stands for its repositories too.
 * @throws URL_INVALID, SIGNED_OUT if there is no sign-in to end, SIGN_INS_INVALID, LOCK_HELD, IO_FAILED
 */
export async function signOut(
  context: SignInContext,
  url: string | undefined,
  run: RunContext,
): Promise<readonly SignedOut[]> {
  const known = readSignIns(context.signInFile, run.onEvent);
  const chosen = url === undefined ? known : known.filter(isAt(url));
  if (chosen.length === 0 && url !== undefined) throw signedOut(placeToSignIn(url).server);
  const ended: SignedOut[] = [];
  for (const signIn of chosen) {
    const revoked = await revokeToken(signIn, { context, run, what: "The token" });
    await forgetSignIn(context.signInFile, { place: signIn, token: signIn.token }, run);
    await untellGit(context.git, signIn, run.onEvent);
    const { server, repository, user } = signIn;
    ended.push({ server, repository, user, revoked });
  }
  return ended;
}

function isAt(url: string): (signIn: SignIn) => boolean {
  const { server, repository } = placeToSignIn(url);
  return (signIn) => signIn.server === server && (repository === undefined || signIn.repository === repository);
}

/** The error for a server to which the user has not signed in. */
export function signedOut(server: string): LodeError {
  return new LodeError("SIGNED_OUT", `Cannot find a sign-in to '${server}'`, {
    hint: `Sign in: lode login ${server}`,
    details: { server },
  });
}
