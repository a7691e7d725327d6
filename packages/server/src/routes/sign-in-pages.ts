import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { isLodeError, LodeError } from "@lode/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { admitIdentity } from "../accounts/admit-identity.ts";
import { recordSignInRefused } from "../accounts/audit.ts";
import {
  completeSignIn,
  confirmSignIn,
  findSignIn,
  refuseSignIn,
  SIGN_IN_SECONDS,
  takeAnswer,
} from "../accounts/browser-sign-ins.ts";
import type { App } from "../http/app.ts";
import { statusOf } from "../http/error-status.ts";
import { html } from "../http/html.ts";
import type { Registry } from "../http/registry.ts";
import { sendPage } from "../http/send-page.ts";
import type { SignInService } from "../http/sign-in-services.ts";

type Parts = Pick<Registry, "database" | "signIn">;

const Params = Type.Object({ id: Type.String({ maxLength: 64 }) });
const Confirmation = Type.Object({ confirmation: Type.String({ maxLength: 64 }) });
const Answer = Type.Object({ state: Type.Optional(Type.String({ maxLength: 256 })) });
const schema = { hide: true };

/**
 * `/sign-in`: what a browser sees of a sign-in that a terminal has begun.
 *
 * 1. A page shows the code of the terminal, and a cookie makes the browser known.
 * 2. When the user has compared the codes, the form leads to the provider. Only a page of this server has what the form
 *    needs, so that no other site can send a browser on, and whoever is signed in at the provider with it.
 * 3. The provider leads back; its answer counts once, and in the browser that confirmed alone.
 */
export function signInPages(app: App, parts: Parts): void {
  void app.register(async (plain) => {
    const scope = plain.withTypeProvider<TypeBoxTypeProvider>();
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.setErrorHandler((error, request, reply) => sendFailure(error, request, reply));

    scope.get("/sign-in/:id", { schema: { ...schema, params: Params } }, async (request, reply) => {
      return await showCode(parts, request.params.id, { request, reply });
    });
    scope.post(
      "/sign-in/:id",
      { schema: { ...schema, params: Params, body: Confirmation }, bodyLimit: 4096 },
      async (request, reply) => {
        const { id } = request.params;
        const browser = browserOf(request);
        if (browser === undefined || !isSame(request.body.confirmation, confirmationOf(browser, id))) throw notHere();
        const service = serviceOf(parts, (await findSignIn(parts.database, id)).provider);
        const question = await confirmSignIn(parts.database, { id, browser });
        const url = await service.client.authorizationUrl(question, callbackUrl(parts));
        return reply.redirect(url, 303);
      },
    );
    scope.get("/sign-in/callback", { schema: { ...schema, querystring: Answer } }, async (request, reply) => {
      const { state } = request.query;
      const browser = browserOf(request);
      if (state === undefined || browser === undefined) throw notHere();
      const name = await endSignIn(parts, { state, browser, request });
      const body = html`<h1>Signed in</h1><p>You are signed in as <b>${name}</b>. The terminal goes on by itself: you may close this page.</p>`;
      return sendPage(reply, { title: "Signed in", body });
    });
  });
}

async function showCode(
  { database, signIn }: Parts,
  id: string,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const { code, label, provider } = await findSignIn(database, id);
  const browser = browserOf(request) ?? randomBytes(32).toString("base64url");
  const isSecure = signIn.publicUrl().startsWith("https:");
  const limits = `Path=/sign-in; Max-Age=${SIGN_IN_SECONDS}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  void reply.header("set-cookie", `${COOKIE}=${browser}; ${limits}`);
  const service = signIn.providers.get(provider)?.provider.label ?? provider;
  const body = html`<h1>Sign in</h1>
<p>A terminal wants to sign in with your account at ${service}, for <b>${label}</b>. It shows a code. Is it this one?</p>
<p><code class="code">${code}</code></p>
<form method="post"><input type="hidden" name="confirmation" value="${confirmationOf(browser, id)}">
<button>Yes, my terminal shows this code</button></form>
<p>If you did not begin this just now in a terminal of your own, close this page: whoever sent you here would get in as you.</p>`;
  return sendPage(reply, { title: "Sign in", body, formLeadsOn: true });
}

/** @returns the name of the user */
async function endSignIn(
  parts: Parts,
  { state, browser, request }: { readonly state: string; readonly browser: string; readonly request: FastifyRequest },
): Promise<string> {
  const { database, signIn } = parts;
  const answered = await takeAnswer(database, { state, browser });
  try {
    const { provider, client } = serviceOf(parts, answered.provider);
    const query = new URL(request.url, signIn.publicUrl()).search;
    const answer = await client.redeem(new URL(callbackUrl(parts) + query), answered);
    const user = await admitIdentity(database, { ...answer, provider, requestId: request.id });
    await completeSignIn(database, answered.id, user.id);
    return user.name;
  } catch (error) {
    const failure = isLodeError(error) ? error.message : "something went wrong in the server";
    await refuseSignIn(database, answered.id, failure);
    const act = { action: `sign in by ${answered.provider}`, target: failure };
    await recordSignInRefused(database, request.id, act);
    throw error;
  }
}

function callbackUrl({ signIn }: Parts): string {
  return `${signIn.publicUrl()}/sign-in/callback`;
}

function serviceOf({ signIn }: Parts, name: string): SignInService {
  const service = signIn.providers.get(name);
  if (service !== undefined) return service;
  throw new LodeError("PROVIDER_UNKNOWN", `Cannot sign in at '${name}': the server does not know it any more`);
}

const COOKIE = "lode_sign_in";

/** The secret that makes a browser known, if it has one. */
function browserOf({ headers }: FastifyRequest): string | undefined {
  return /(?:^|; *)lode_sign_in=([\w-]{43})(?:;|$)/.exec(headers.cookie ?? "")?.[1];
}

/** What only a page that this browser was shown for this sign-in has. */
function confirmationOf(browser: string, id: string): string {
  return createHash("sha256").update(`${browser} ${id}`).digest("base64url");
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

function notHere(): LodeError {
  return new LodeError("SIGN_IN_ENDED", "Cannot go on with this sign-in: this browser did not begin it", {
    hint: "Open the address that the terminal shows in this browser; it takes a cookie.",
  });
}

function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isKnown = isLodeError(error) && statusOf(error) !== 500;
  const isBad = error instanceof Error && "statusCode" in error && error.statusCode === 400;
  if (!isKnown && !isBad) request.log.error({ err: error }, "sign-in failed");
  const message = isKnown ? error.message : "Something is wrong with this request.";
  void reply.code(isKnown ? statusOf(error) : isBad ? 400 : 500);
  const hint = (isKnown ? error.hint : undefined) ?? "Begin again in the terminal.";
  return sendPage(reply, { title: "Not signed in", body: html`<h1>Not signed in</h1><p>${message}</p><p>${hint}</p>` });
}
