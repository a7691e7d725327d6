import type { RunContext } from "../../base/events.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import { openServer } from "./open-server.ts";
import { placeToSignIn } from "./place-to-sign-in.ts";
import { revokeToken } from "./revoke-token.ts";
import type { SignInContext } from "./sign-in-context.ts";
import { keepSignIn } from "./sign-in-store.ts";
import { type SignInMethod, signInWith } from "./sign-in-with.ts";
import { tellGit } from "./tell-git.ts";

/** What is asked for when signing in. */
export interface SignInOptions {
  /** What the token is called at the server, such as the name of the machine. */
  readonly label: string;
  /** Makes git use the sign-in: a command for git's shell that runs `lode`. Default: git is left as it is. */
  readonly gitCommand?: string;
}

/** What came of it; without the token. */
export interface SignInResult extends Omit<SignIn, "token"> {
  /** Whether git uses the sign-in too. */
  readonly git: boolean;
}

/**
 * Signs in to a server and keeps the token, for its owner alone to read. What an earlier sign-in in its place had made is
 * revoked, which may fail with a warning; git is told last.
 *
 * @param url of the server, or of anything on it
 * @throws URL_INVALID, SIGN_IN_FAILED, STORAGE_UNREACHABLE, SIGN_INS_INVALID, LOCK_HELD, IO_FAILED; nothing is kept then
 */
export async function signIn(
  context: SignInContext,
  request: { readonly url: string; readonly method: SignInMethod } & SignInOptions,
  run: RunContext,
): Promise<SignInResult> {
  const { url, method, label, gitCommand } = request;
  const { server } = placeToSignIn(url);
  warnOfPlainHttp(server, run);
  const api = openServer(server, context);
  try {
    const given = await signInWith(method, { api, label, signal: run.signal });
    const place = { server, repository: method.kind === "job" ? method.repository : undefined };
    const replaced = await keepSignIn(context.signInFile, { ...place, ...given }, run);
    for (const before of replaced.filter((other) => isOnlyHere(other, given.token))) {
      await revokeToken(before, { context, run, what: "The token that was used until now" });
    }
    const git = gitCommand !== undefined && (await tellGit(context.git, { place, command: gitCommand }, run.onEvent));
    const { token: _, ...shown } = given;
    return { ...place, ...shown, git };
  } finally {
    await api.close();
  }
}

/**
 * Whether a token that was replaced is used nowhere else: a sign-in by a password or a browser made it for this machine. One
 * that the user made has no end here, and another run of a job may still use the one of a job, which ends within minutes.
 */
function isOnlyHere({ repository, expiresAt, token }: SignIn, newToken: string): boolean {
  return repository === undefined && expiresAt !== undefined && token !== newToken;
}

function warnOfPlainHttp(server: string, { onEvent }: RunContext): void {
  const { protocol, hostname } = new URL(server);
  if (protocol === "https:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return;
  const message = `'${server}' is not encrypted: whoever is on the way there can read the token.`;
  onEvent?.({ type: "warning", message });
}
