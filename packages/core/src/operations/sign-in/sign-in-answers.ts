import { LodeError } from "../../base/lode-error.ts";
import { fieldOf, textField } from "../../base/parse-json.ts";
import { retryAfter } from "../../remotes/http/retry-after.ts";
import type { ApiAnswer } from "../../remotes/registry/sign-in-api.ts";

/** A token that a server has just made. */
export interface GivenSignIn {
  readonly token: string;
  readonly user: string;
  readonly scope: string | undefined;
  readonly expiresAt: string | undefined;
}

/** Reads a token out of an answer. @throws SIGN_IN_FAILED if the server refuses, or the answer holds none */
export function signInAnswer(server: string, answer: ApiAnswer): GivenSignIn {
  if (answer.status !== 201) throw signInFailed(server, answer);
  const token = textField(answer.body, "token");
  const user = textField(answer.body, "user");
  if (token === undefined || user === undefined) throw notUnderstood(server);
  return { token, user, scope: textField(answer.body, "scope"), expiresAt: textField(answer.body, "expires_at") };
}

/** The error for a refusal, in the words of the server. */
export function signInFailed(server: string, { status, body, headers }: ApiAnswer): LodeError {
  const error = fieldOf(body, "error");
  const said = textField(error, "message");
  const code = textField(error, "code");
  if ((said === undefined && (status === 404 || status === 405)) || code === "ROUTE_UNKNOWN")
    return notARegistry(server);
  const waitMs = retryAfter(headers);
  const hint = waitMs === undefined ? textField(error, "hint") : `Try again in ${Math.ceil(waitMs / 1000)} s.`;
  return new LodeError("SIGN_IN_FAILED", `Cannot sign in to '${server}': ${said ?? `the server answered ${status}`}`, {
    ...(hint !== undefined && { hint }),
    details: { server, status, ...(code !== undefined && { code }) },
  });
}

/** The error for an answer that is none of a registry server. */
export function notUnderstood(server: string): LodeError {
  return new LodeError("SIGN_IN_FAILED", `Cannot sign in to '${server}': its answer is none of a registry server`, {
    details: { server },
  });
}

function notARegistry(server: string): LodeError {
  return new LodeError(
    "SIGN_IN_FAILED",
    `Cannot sign in to '${server}': it is no registry server with this way to sign in`,
    {
      hint: "Look whether the URL is right, or sign in with a token: `lode login --with-token`.",
      details: { server },
    },
  );
}
