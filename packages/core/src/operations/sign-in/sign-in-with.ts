import { setTimeout as pause } from "node:timers/promises";
import { LodeError } from "../../base/lode-error.ts";
import { numberField, textField } from "../../base/parse-json.ts";
import type { SignInApi } from "../../remotes/registry/sign-in-api.ts";
import { type GivenSignIn, notUnderstood, signInAnswer, signInFailed } from "./sign-in-answers.ts";

/** How a user signs in. */
export type SignInMethod =
  /** With a token that the user has. */
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  /** At another service, in a browser; `show` tells the user where, and which code is to be seen there. */
  | { readonly kind: "provider"; readonly provider: string; show(step: BrowserStep): Promise<void> }
  /** With what a service that runs jobs says about this job, for one repository. */
  | { readonly kind: "job"; readonly jobToken: string; readonly repository: string };

/** What the user does in a browser. */
export interface BrowserStep {
  readonly url: string;
  readonly code: string;
  readonly expiresInSeconds: number;
}

/** What a sign-in by a method needs. */
export interface SignInAttempt {
  readonly api: SignInApi;
  /** What tokens made here are called at the server. */
  readonly label: string;
  readonly signal: AbortSignal | undefined;
}

/** Gets a token by a method. @throws SIGN_IN_FAILED, STORAGE_UNREACHABLE, CANCELLED */
export async function signInWith(method: SignInMethod, attempt: SignInAttempt): Promise<GivenSignIn> {
  switch (method.kind) {
    case "token":
      return checkToken(method.token, attempt);
    case "password": {
      const { user, password } = method;
      return post("/sign-in/password", { user, password, label: attempt.label }, attempt);
    }
    case "provider":
      return throughBrowser(method, attempt);
    case "job":
      return post("/sign-in/job", { token: method.jobToken, repository: method.repository }, attempt);
  }
}

const ACTION = "sign in to";

async function checkToken(token: string, { api, signal }: SignInAttempt): Promise<GivenSignIn> {
  const answer = await api.call({ action: ACTION, method: "GET", path: "/user", token, signal });
  if (answer.status !== 200) throw signInFailed(api.server, answer);
  const user = textField(answer.body, "name");
  if (user === undefined) throw notUnderstood(api.server);
  return { token, user, scope: undefined, expiresAt: undefined };
}

async function post(
  path: string,
  body: Readonly<Record<string, unknown>>,
  { api, signal }: SignInAttempt,
): Promise<GivenSignIn> {
  return signInAnswer(api.server, await api.call({ action: ACTION, method: "POST", path, body, signal }));
}

/** No server is asked more often, whatever it says. */
const INTERVAL_MIN_SECONDS = 1;
const INTERVAL_SECONDS = 5;

async function throughBrowser(
  { provider, show }: Extract<SignInMethod, { kind: "provider" }>,
  { api, label, signal }: SignInAttempt,
): Promise<GivenSignIn> {
  const body = { provider, label };
  const begun = await api.call({ action: ACTION, method: "POST", path: "/sign-in/provider", body, signal });
  if (begun.status !== 201) throw signInFailed(api.server, begun);
  const [id, secret, url, code] = ["id", "secret", "url", "code"].map((name) => textField(begun.body, name));
  const expiresInSeconds = numberField(begun.body, "expires_in_seconds");
  if (!id || !secret || !url || !code || expiresInSeconds === undefined) throw notUnderstood(api.server);
  await show({ url, code, expiresInSeconds });
  const intervalSeconds = Math.max(
    INTERVAL_MIN_SECONDS,
    numberField(begun.body, "interval_seconds") ?? INTERVAL_SECONDS,
  );
  const path = `/sign-in/provider/${encodeURIComponent(id)}`;
  for (const endMs = Date.now() + expiresInSeconds * 1000; Date.now() < endMs; ) {
    await rest(intervalSeconds, signal);
    const answer = await api.call({ action: ACTION, method: "POST", path, body: { secret }, signal });
    if (answer.status !== 202) return signInAnswer(api.server, answer);
  }
  throw new LodeError("SIGN_IN_FAILED", `Cannot sign in to '${api.server}': nobody signed in in the browser in time`, {
    hint: "Run the command again.",
    details: { server: api.server },
  });
}

async function rest(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(seconds * 1000, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new LodeError("CANCELLED", "Cancelled", { cause });
  }
}
