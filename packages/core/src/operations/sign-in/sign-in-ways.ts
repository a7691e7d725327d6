import type { RunContext } from "../../base/events.ts";
import { fieldOf, textField } from "../../base/parse-json.ts";
import { openServer } from "./open-server.ts";
import { placeToSignIn } from "./place-to-sign-in.ts";
import { notUnderstood, signInFailed } from "./sign-in-answers.ts";
import type { SignInContext } from "./sign-in-context.ts";

/** How people may sign in to a server. */
export interface SignInWays {
  /** With a user's name and password. */
  readonly password: boolean;
  /** With other services. */
  readonly providers: readonly SignInProvider[];
}

/** A service with which people sign in. */
export interface SignInProvider {
  readonly name: string;
  /** What people call it. */
  readonly label: string;
}

/** Asks a server how people may sign in. @throws URL_INVALID, SIGN_IN_FAILED, STORAGE_UNREACHABLE, OFFLINE */
export async function signInWays(url: string, context: SignInContext, { signal }: RunContext): Promise<SignInWays> {
  const { server } = placeToSignIn(url);
  const api = openServer(server, context);
  try {
    const answer = await api.call({ action: "sign in to", method: "GET", path: "/sign-in", signal });
    if (answer.status !== 200) throw signInFailed(server, answer);
    const providers = fieldOf(answer.body, "providers");
    if (!Array.isArray(providers)) throw notUnderstood(server);
    return {
      password: fieldOf(answer.body, "password") === true,
      providers: providers.flatMap((provider: unknown) => {
        const name = textField(provider, "name");
        return name === undefined ? [] : [{ name, label: textField(provider, "label") ?? name }];
      }),
    };
  } finally {
    await api.close();
  }
}
