import { isLodeError } from "@lode/core";
import type { FastifyRequest } from "fastify";
import { accessDenied, isServerAdministrator, signInRequired } from "../accounts/access.ts";
import { type AttemptLimits, addressKey } from "../accounts/attempt-limits.ts";
import { recordRefused } from "../accounts/audit.ts";
import type { Caller, SignedInUser } from "../accounts/caller.ts";
import { signIn } from "../accounts/sign-in.ts";
import { findUser } from "../accounts/users.ts";
import type { Database } from "../db/open-database.ts";
import type { UserRow } from "../db/schema/account-rows.ts";
import type { App } from "./app.ts";

const callers = new WeakMap<FastifyRequest, Caller>();

/** Below it are the routes by which one signs in, and which therefore nobody has to have signed in for. */
export const SIGN_IN_PATH = "/api/v1/sign-in";

/** Other Git hosts call it, and sign what they send in their own way. */
export const WEBHOOK_ROUTE = "/api/v1/repositories/:namespace/:name/mirror/webhook";

/** Finds out who makes each request, before anything else of it counts. */
export function identifyCallers(app: App, database: Database, limits: AttemptLimits): void {
  app.addHook("onRequest", async (request) => {
    const user = await signIn(database, request.headers).catch((error: unknown) => refused(error, request, limits));
    callers.set(request, { user, requestId: request.id });
    const isChange = request.method !== "GET" && request.method !== "HEAD";
    const route = request.routeOptions.url ?? "";
    const isOpen = route.startsWith(`${SIGN_IN_PATH}/`) || route === WEBHOOK_ROUTE;
    // Nobody changes anything without signing in, so that nobody's body is read.
    if (user === undefined && isChange && route.startsWith("/api/") && !isOpen) throw signInRequired();
  });
}

/** Counts wrong tokens. Good ones from the same address go on: many users may share it. */
async function refused(error: unknown, request: FastifyRequest, limits: AttemptLimits): Promise<never> {
  if (isLodeError(error, "TOKEN_INVALID")) await limits.wrongTokensOfAddress.take(addressKey(request.ip));
  throw error;
}

/** Who makes a request. */
export function callerOf(request: FastifyRequest): Caller {
  return callers.get(request) ?? { user: undefined, requestId: request.id };
}

/** What tells callers from one another: the user, or the address of who has not signed in. */
export function callerKey(request: FastifyRequest): string {
  return callerOf(request).user?.id ?? request.ip;
}

/** Who makes a request that nobody may make without signing in. @throws SIGN_IN_REQUIRED */
export function signedIn(request: FastifyRequest): Caller & { readonly user: SignedInUser } {
  const { user, requestId } = callerOf(request);
  if (user === undefined) throw signInRequired();
  return { user, requestId };
}

/** Lets only administrators of the server pass. @throws SIGN_IN_REQUIRED, ACCESS_DENIED */
export async function requireServerAdministrator(
  database: Database,
  request: FastifyRequest,
  act: { readonly action: string; readonly target: string },
): Promise<Caller> {
  const caller = callerOf(request);
  if (isServerAdministrator(caller)) return caller;
  await recordRefused(database, caller, act);
  throw caller.user === undefined ? signInRequired() : accessDenied(`${act.action} '${act.target}'`, "administrator");
}

/**
 * Lets a user pass who asks about himself, and administrators of the server; the user by a token that may do everything,
 * and is for no single repository.
 *
 * @returns the caller, and the user that is asked about
 * @throws SIGN_IN_REQUIRED, ACCESS_DENIED, and USER_UNKNOWN to administrators alone
 */
export async function ownerOrAdministrator(
  database: Database,
  request: FastifyRequest,
  act: { readonly action: string; readonly target: string },
): Promise<{
  readonly caller: Caller & { readonly user: SignedInUser };
  readonly user: UserRow;
  readonly isOwn: boolean;
}> {
  const caller = signedIn(request);
  const { name, token } = caller.user;
  const isOwn = name === act.target && token.scope === "administrator" && token.repositoryId === undefined;
  if (!isOwn) await requireServerAdministrator(database, request, act);
  return { caller, user: await findUser(database, act.target), isOwn };
}
