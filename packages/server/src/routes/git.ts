import { LodeError } from "@lode/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { decidePush } from "../catalogue/decide-push.ts";
import { openRepository, type Repository } from "../catalogue/repositories.ts";
import { clearLeftovers } from "../git/clear-leftovers.ts";
import { gitDirOf } from "../git/git-host.ts";
import { hostedRepo, settleHead } from "../git/hosted-repository.ts";
import { type GitRequest, type GitService, runHttpBackend } from "../git/http-backend.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { statusOf } from "../http/error-status.ts";
import { Gate } from "../http/gate.ts";
import type { Registry } from "../http/registry.ts";
import { requestBody } from "../http/request-body.ts";
import { streamScope } from "../http/stream-scope.ts";
import { enqueue } from "../jobs/job-queue.ts";

const Params = Type.Object({ namespace: Type.String(), name: Type.String() });
const Query = Type.Object({ service: Type.Optional(Type.String()) });

/** How many gits run at once: each takes some ten MB, more for large packs. */
const PROCESSES_MAX = 32;

const wantedOf: Readonly<Record<GitService, Wanted>> = {
  "git-upload-pack": { action: "clone", needed: "reader" },
  "git-receive-pack": { action: "push to", needed: "writer" },
};

/** Git's smart HTTP protocol (gitprotocol-http) at `/:namespace/:name`, with `.git` behind it or without. */
export function gitRoutes(app: App, registry: Registry): void {
  const gate = new Gate(PROCESSES_MAX);
  const { database } = registry;

  const open = (request: FastifyRequest, params: { namespace: string; name: string }, service: GitService) => {
    const name = params.name.replace(/\.git$/, "");
    return openRepository(
      database,
      { namespace: params.namespace, name, caller: callerOf(request) },
      wantedOf[service],
    );
  };
  const answer = async (call: Call, reply: FastifyReply) => {
    gate.enter(reply.raw);
    return await answerByGit(registry, call, reply);
  };

  app.get(
    "/:namespace/:name/info/refs",
    { schema: { params: Params, querystring: Query, hide: true } },
    async (request, reply) => {
      const { service } = request.query;
      if (service !== "git-upload-pack" && service !== "git-receive-pack") throw dumbProtocol();
      const repository = await open(request, request.params, service);
      if (repository.isMirror && service === "git-receive-pack") return refusePush(repository, reply);
      return await answer({ request, repository, service, step: "refs" }, reply);
    },
  );
  streamScope(app, (scope) => {
    for (const service of ["git-upload-pack", "git-receive-pack"] as const) {
      scope.post(`/:namespace/:name/${service}`, { schema: { params: Params, hide: true } }, async (request, reply) => {
        const repository = await open(request, request.params, service);
        if (repository.isMirror && service === "git-receive-pack") return refusePush(repository, reply);
        return await answer({ request, repository, service, step: "service" }, reply);
      });
    }
  });
}

interface Call extends Pick<GitRequest, "service" | "step"> {
  readonly request: FastifyRequest;
  readonly repository: Repository;
}

async function answerByGit(registry: Registry, call: Call, reply: FastifyReply): Promise<FastifyReply> {
  const { git, unfinished } = registry;
  const { request, repository, service, step } = call;
  const caller = callerOf(request);
  if (service === "git-receive-pack" && step === "service") clearLeftovers(gitDirOf(git, repository.id));
  const result = await runHttpBackend(git, {
    repositoryId: repository.id,
    service,
    step,
    headers: request.headers as GitRequest["headers"],
    userName: caller.user?.name,
    body: requestBody(request),
    isBrokenOff: () => request.raw.readableAborted,
    decide: (question) => unfinished.add(decidePush(registry, { caller, repository }, question)),
    onError: (error) => request.log.error({ err: error }, "push not decided"),
  });
  if (result === undefined) throw new LodeError("GIT_FAILED", "Cannot answer: git ended without a reply");
  const afterwards = result.ended.then(async ({ exitCode, stderr }) => {
    if (exitCode !== 0 || stderr !== "") request.log.warn({ exitCode, stderr }, "git http-backend");
    if (service !== "git-receive-pack" || step !== "service") return;
    await settleHead(hostedRepo(git, repository.id));
    await enqueue(registry.database, { kind: "index", repositoryId: repository.id });
    registry.jobs.wake();
  });
  void unfinished.add(afterwards.catch((error: unknown) => request.log.error({ err: error }, "after git")));
  reply.code(result.head.status);
  for (const [name, value] of result.head.headers) reply.header(name, value);
  return reply.send(result.body);
}

/** Git shows plain text to its user, and nothing else. */
function refusePush({ fullName }: Repository, reply: FastifyReply): FastifyReply {
  const error = new LodeError("MIRROR_READ_ONLY", `Cannot push to '${fullName}': it follows another repository`, {
    hint: "Push to the one that it follows.",
  });
  return reply.code(statusOf(error)).type("text/plain; charset=utf-8").send(`lode: ${error.message}. ${error.hint}\n`);
}

function dumbProtocol(): LodeError {
  return new LodeError("ROUTE_UNKNOWN", "Cannot serve Git's dumb protocol: the server speaks the smart one", {
    hint: "Use a Git of 2012 or newer.",
  });
}
