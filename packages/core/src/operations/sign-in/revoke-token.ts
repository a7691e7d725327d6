import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import { openServer } from "./open-server.ts";
import type { SignInContext } from "./sign-in-context.ts";

/** How a token is revoked. */
export interface Revoking {
  readonly context: SignInContext;
  readonly run: RunContext;
  /** What the warning calls it: `The token`. */
  readonly what: string;
}

/**
 * Revokes a token that is forgotten here. If that fails, a warning says until when it is good.
 *
 * @returns whether the server has revoked it, or did not know it any more
 * @throws CANCELLED
 */
export async function revokeToken(signIn: SignIn, { context, run, what }: Revoking): Promise<boolean> {
  try {
    const status = await askToRevoke(signIn, context, run.signal);
    if (status === 204 || status === 401) return true;
    run.onEvent?.({ type: "warning", message: `${what} ${notRevoked(signIn, `the server answered ${status}`)}` });
  } catch (error) {
    if (!isLodeError(error, "STORAGE_UNREACHABLE", "STORAGE_REJECTED", "OFFLINE")) throw error;
    run.onEvent?.({ type: "warning", message: `${what} ${notRevoked(signIn, error.message)}` });
  }
  return false;
}

async function askToRevoke(
  { server, token }: SignIn,
  context: SignInContext,
  signal: AbortSignal | undefined,
): Promise<number> {
  const api = openServer(server, context);
  try {
    return (await api.call({ action: "sign out of", method: "DELETE", path: "/user/token", token, signal })).status;
  } finally {
    await api.close();
  }
}

function notRevoked({ server, expiresAt }: SignIn, reason: string): string {
  const until = expiresAt === undefined ? "until it is revoked" : `until ${expiresAt}`;
  return `for '${server}' is forgotten here, and good at the server ${until}: ${reason}`;
}
