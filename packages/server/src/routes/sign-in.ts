import { LodeError } from "@lode/core";
import Type from "typebox";
import { addressKey } from "../accounts/attempt-limits.ts";
import { signInWithPassword } from "../accounts/sign-in-with-password.ts";
import { createSignInToken } from "../accounts/tokens.ts";
import { bodyOf, Name, PasswordText } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { SIGN_IN_PATH } from "../http/callers.ts";
import { Gate } from "../http/gate.ts";
import type { Registry } from "../http/registry.ts";
import { SignedIn, signedInBody, signInEnd, WantedToken } from "../http/sign-in-schemas.ts";

/** How many wait for their password to be looked at: some seconds. */
const WAITING_MAX = 64;

/** `/api/v1/sign-in`: how one may sign in, and the way with a password, which is good for nothing but a token. */
export function signInRoutes(app: App, { database, signIn }: Pick<Registry, "database" | "signIn">): void {
  const tags = ["sign-in"];
  const gate = new Gate(WAITING_MAX);

  const Provider = Type.Object({ name: Type.String(), label: Type.String() });
  const Ways = Type.Object({ password: Type.Boolean(), providers: Type.Array(Provider) });
  app.get(SIGN_IN_PATH, { schema: { tags, summary: "The ways to sign in", response: { 200: Ways } } }, () => {
    const providers = [...signIn.providers.values()].map(({ provider: { name, label } }) => ({ name, label }));
    return { password: signIn.hasPasswords, providers };
  });

  const Body = bodyOf({ user: Name, password: PasswordText, ...WantedToken });
  const schema = { tags, summary: "Get a token for a password", body: Body, response: { 201: SignedIn } };
  app.post(`${SIGN_IN_PATH}/password`, { schema }, async (request, reply) => {
    if (!signIn.hasPasswords) throw noPasswords();
    gate.enter(reply.raw);
    const { user: name, password, label, scope, expires_in_seconds: seconds } = request.body;
    const attempt = { limits: signIn.limits, address: addressKey(request.ip), requestId: request.id };
    const user = await signIn.hashing.run(() => signInWithPassword(database, attempt, { name, password }));
    const created = await createSignInToken(
      database,
      { how: "sign in by password", requestId: request.id },
      { user, label, scope, repositoryId: undefined, expiresAt: signInEnd(signIn, seconds) },
    );
    return reply.code(201).send(signedInBody(created, user.name));
  });
}

function noPasswords(): LodeError {
  return new LodeError("SIGN_IN_REFUSED", "Cannot sign in: this server takes no passwords", {
    hint: "Sign in in the browser, or with a token.",
  });
}
