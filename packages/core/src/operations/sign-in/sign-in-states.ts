import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import { textField } from "../../base/parse-json.ts";
import { hasEnded } from "../../formats/sign-in/find-sign-in.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import { type KnownSignIn, knownSignIns } from "./known-sign-ins.ts";
import { openServer } from "./open-server.ts";
import type { SignInContext } from "./sign-in-context.ts";

/** A sign-in without its token, and whether the server still takes it. */
export interface SignInState extends Omit<SignIn, "token"> {
  /** Whether it came with this run (`LODE_TOKEN`) and is in no file. */
  readonly isGiven: boolean;
  /** `unchecked` where the server was not to be asked. */
  readonly state: "good" | "ended" | "refused" | "unreachable" | "unchecked";
}

/**
 * Lists the user's sign-ins, those that come first count first, and asks the servers about them unless offline.
 *
 * @throws SIGN_INS_INVALID, IO_FAILED, CANCELLED
 */
export async function signInStates(context: SignInContext, run: RunContext): Promise<readonly SignInState[]> {
  const known = knownSignIns(context, run.onEvent);
  return await Promise.all(known.map((signIn) => stateOf(signIn, { context, run })));
}

interface Check {
  readonly context: SignInContext;
  readonly run: RunContext;
}

async function stateOf({ token, ...signIn }: KnownSignIn, check: Check): Promise<SignInState> {
  if (hasEnded({ token, ...signIn }, Date.now())) return { ...signIn, state: "ended" };
  if (check.context.offline === true) return { ...signIn, state: "unchecked" };
  const { user, state } = await ask({ token, ...signIn }, check);
  return { ...signIn, user: user ?? signIn.user, state };
}

async function ask(
  { server, token }: SignIn,
  { context, run }: Check,
): Promise<{ readonly user?: string | undefined; readonly state: SignInState["state"] }> {
  const api = openServer(server, context);
  try {
    const request = { action: "look at", method: "GET", path: "/user", token, signal: run.signal } as const;
    const { status, body } = await api.call(request);
    if (status === 200) return { user: textField(body, "name"), state: "good" };
    return { state: status === 401 || status === 403 ? "refused" : "unreachable" };
  } catch (error) {
    if (isLodeError(error, "STORAGE_UNREACHABLE", "STORAGE_REJECTED")) return { state: "unreachable" };
    throw error;
  } finally {
    await api.close();
  }
}
