import { LodeError } from "@lode/core";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import {
  checkMirror,
  findMirror,
  mirrorState,
  mirrorUnknown,
  removeMirror,
  setMirror,
  webhookOwner,
} from "../catalogue/mirrors.ts";
import { findRepository, openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { Nullable, RepositoryParams } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf, WEBHOOK_ROUTE } from "../http/callers.ts";
import { Gate } from "../http/gate.ts";
import { MirrorBody, mirrorChoices } from "../http/mirror-schemas.ts";
import type { Registry } from "../http/registry.ts";
import { requestBody } from "../http/request-body.ts";
import { streamScope } from "../http/stream-scope.ts";
import { isSignedWebhook } from "../http/webhook-signature.ts";
import { enqueue } from "../jobs/job-queue.ts";

const managing: Wanted = { action: "manage the mirror of", needed: "maintainer" };
const choosing: Wanted = { action: "choose the mirror of", needed: "administrator" };
/** How many webhooks are read at once. */
const WEBHOOKS_MAX = 16;

const State = Type.Object({
  url: Type.String(),
  user: Nullable(Type.String()),
  has_password: Type.Boolean(),
  interval_seconds: Type.Number(),
  attempted_at: Nullable(Type.String()),
  fetched_at: Nullable(Type.String()),
  error: Nullable(Type.String({ description: "Of the last attempt" })),
  failures: Type.Number({ description: "Since it was fetched last" }),
  next_fetch_at: Nullable(Type.String()),
});
const Secret = Type.Object({ webhook_secret: Type.String({ description: "Not shown again" }) });

/** `…/mirror`: repositories that follow one of another Git host. */
export function mirrorRoutes(app: App, registry: Registry): void {
  const { database } = registry;
  const url = "/api/v1/repositories/:namespace/:name/mirror";
  const schema = { tags: ["mirrors"], params: RepositoryParams };
  const open = (request: FastifyRequest, params: RepositoryName, wanted: Wanted) =>
    openRepository(database, { ...params, caller: callerOf(request) }, wanted);

  const readSchema = { ...schema, summary: "How a mirror does", response: { 200: State } };
  app.get(url, { schema: readSchema }, async (request) => {
    return stateBody(await mirrorState(database, await open(request, request.params, managing)));
  });

  const setSchema = {
    ...schema,
    summary: "Follow a repository of another host, in place of any before",
    body: MirrorBody,
  };
  app.put(url, { schema: { ...setSchema, response: { 200: Secret } } }, async (request) => {
    const repository = await open(request, request.params, choosing);
    const at = { caller: callerOf(request), repository };
    const choices = await checkMirror(registry, mirrorChoices(request.body));
    const webhook_secret = await setMirror(registry, at, choices);
    registry.fetches.wake();
    return { webhook_secret };
  });

  app.delete(url, { schema: { ...schema, summary: "Follow no other repository" } }, async (request, reply) => {
    const repository = await open(request, request.params, choosing);
    await removeMirror(database, { caller: callerOf(request), repository });
    return reply.code(204).send();
  });

  const fetchSchema = { ...schema, summary: "Fetch soon", response: { 202: Type.Object({}) } };
  app.post(`${url}/fetch`, { schema: fetchSchema }, async (request, reply) => {
    const repository = await open(request, request.params, managing);
    if (!repository.isMirror) throw mirrorUnknown(repository.fullName);
    await askForFetch(registry, repository.id);
    return reply.code(202).send({});
  });
  addWebhook(app, registry);
}

/** The address for webhooks of other hosts. Whoever does not know the secret learns nothing, and nothing is done. */
function addWebhook(app: App, registry: Registry): void {
  const { database, secrets } = registry;
  const gate = new Gate(WEBHOOKS_MAX);
  streamScope(app, (scope) => {
    scope.post(WEBHOOK_ROUTE, { schema: { params: RepositoryParams, hide: true } }, async (request, reply) => {
      gate.enter(reply.raw);
      const repository = await findRepository(database, request.params);
      const mirror = repository && (await findMirror(database, repository.id));
      const secret = mirror && secrets.open(mirror.sealed_webhook_secret, webhookOwner(mirror.repository_id));
      if (!(await isSignedWebhook(requestBody(request), request.headers, secret)) || mirror === undefined)
        throw webhookRefused();
      await askForFetch(registry, mirror.repository_id);
      return reply.code(202).send({});
    });
  });
}

async function askForFetch({ database, fetches }: Registry, repositoryId: string): Promise<void> {
  await enqueue(database, { kind: "fetch", repositoryId });
  fetches.wake();
}

function webhookRefused(): LodeError {
  return new LodeError(
    "WEBHOOK_REFUSED",
    "Cannot take the webhook: there is no such mirror, or the secret is another",
    {
      hint: "PUT the mirror again for a new secret, and give it to the other host.",
    },
  );
}

function stateBody(mirror: Awaited<ReturnType<typeof mirrorState>>) {
  return {
    url: mirror.url,
    user: mirror.user_name,
    has_password: mirror.sealed_password !== null,
    interval_seconds: mirror.interval_seconds,
    attempted_at: mirror.attempted_at,
    fetched_at: mirror.fetched_at,
    error: mirror.error,
    failures: mirror.failures,
    next_fetch_at: mirror.nextFetchAt,
  };
}
