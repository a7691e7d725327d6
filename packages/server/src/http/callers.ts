import type { FastifyRequest } from "fastify";
import { accessDenied, isServerAdministrator, signInRequired } from "../accounts/access.ts";
import { recordRefused } from "../accounts/audit.ts";
import type { Caller, SignedInUser } from "../accounts/caller.ts";
import { signIn } from "../accounts/sign-in.ts";
import type { Database } from "../db/open-database.ts";
import type { App } from "./app.ts";

const callers = new WeakMap<FastifyRequest, Caller>();

/** Finds out who makes each request, before anything else of it counts. */
export function identifyCallers(app: App, database: Database): void {
  app.addHook("onRequest", async (request) => {
    const user = await signIn(database, request.headers);
    callers.set(request, { user, requestId: request.id });
    const isChange = request.method !== "GET" && request.method !== "HEAD";
    // Nobody changes anything without signing in, so that nobody's body is read.
    if (user === undefined && isChange && request.routeOptions.url?.startsWith("/api/")) throw signInRequired();
  });
}

/** Who makes a request. */
export function callerOf(request: FastifyRequest): Caller {
  return callers.get(request) ?? { user: undefined, requestId: request.id };
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
