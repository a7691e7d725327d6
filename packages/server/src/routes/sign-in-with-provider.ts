import { LodeError } from "@lode/core";
import Type from "typebox";
import { addressKey } from "../accounts/attempt-limits.ts";
import { beginSignIn, SIGN_IN_SECONDS, takeToken } from "../accounts/browser-sign-ins.ts";
import { bodyOf } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { SIGN_IN_PATH } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";
import { SignedIn, signedInBody, signInEnd, WantedToken } from "../http/sign-in-schemas.ts";

/** How often a terminal is to ask, in seconds. */
const INTERVAL_S = 2;

const Begun = Type.Object({
  id: Type.String(),
  secret: Type.String(),
  url: Type.String(),
  code: Type.String(),
  expires_in_seconds: Type.Integer(),
  interval_seconds: Type.Integer(),
});
const Pending = Type.Object({ status: Type.Literal("pending") });
const Id = Type.String({ maxLength: 64 });

/** `/api/v1/sign-in/provider`: what a terminal asks while its user signs in at another service in a browser. */
export function signInWithProviderRoutes(app: App, { database, signIn }: Pick<Registry, "database" | "signIn">): void {
  const tags = ["sign-in"];
  const path = `${SIGN_IN_PATH}/provider`;
  const Body = bodyOf({ provider: Type.String({ maxLength: 64 }), ...WantedToken });

  const beginSchema = { tags, summary: "Begin to sign in in a browser", body: Body, response: { 201: Begun } };
  app.post(path, { schema: beginSchema }, async (request, reply) => {
    const { provider, label, scope, expires_in_seconds: tokenSeconds } = request.body;
    if (!signIn.providers.has(provider)) throw providerUnknown(provider);
    // Given back by none that succeeds: what is begun lies in the database for a while.
    await signIn.limits.signInsOfAddress.take(addressKey(request.ip));
    const { id, secret, code } = await beginSignIn(database, { provider, label, scope, tokenSeconds });
    const url = `${signIn.publicUrl()}/sign-in/${id}`;
    const times = { expires_in_seconds: SIGN_IN_SECONDS, interval_seconds: INTERVAL_S };
    return reply.code(201).send({ id, secret, url, code, ...times });
  });

  const Question = bodyOf({ secret: Type.String({ maxLength: 64 }) });
  const schema = {
    tags,
    summary: "Ask for the token of a sign-in in a browser",
    params: Type.Object({ id: Id }),
    body: Question,
    response: { 201: SignedIn, 202: Pending },
  };
  app.post(`${path}/:id`, { schema }, async (request, reply) => {
    const taken = await takeToken(database, {
      id: request.params.id,
      secret: request.body.secret,
      requestId: request.id,
      tokenEnd: (seconds) => signInEnd(signIn, seconds),
    });
    if (taken === undefined) return reply.code(202).send({ status: "pending" as const });
    return reply.code(201).send(signedInBody(taken.created, taken.user));
  });
}

function providerUnknown(name: string): LodeError {
  return new LodeError("PROVIDER_UNKNOWN", `Cannot sign in at '${name}': the server knows no such service`, {
    hint: "GET /api/v1/sign-in lists those that it knows.",
    details: { provider: name },
  });
}
