import { Readable } from "node:stream";
import { LodeError } from "@lode/core";
import { BATCH_KEY, SERVED_REV_PATTERN } from "@lode/core/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import type { References } from "../git/references.ts";
import { sendCommit } from "../git/send-commit.ts";
import { sendGitObjects } from "../git/send-git-objects.ts";
import { bodyOf, RepositoryParams } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { Gate } from "../http/gate.ts";
import type { Registry } from "../http/registry.ts";

/** How many commits and lists of objects are sent at once; each takes two processes of git. */
const STREAMS_MAX = 32;
/** How many objects one request may ask for. */
export const GIT_IDS_MAX = 50_000;
/** Of a list of ids. */
const BODY_MAX_BYTES = 4 * 1024 * 1024;

const reading: Wanted = { action: "read", needed: "reader" };

const CommitRev = Type.String({ pattern: SERVED_REV_PATTERN });
const GitIds = bodyOf({
  ids: Type.Array(Type.String({ pattern: "^([0-9a-f]{40}|[0-9a-f]{64})$" }), { maxItems: GIT_IDS_MAX }),
  start: Type.Optional(Type.Integer({ minimum: 0 })),
});

/** Commits of each repository for clients that do not clone it (docs/protocol.md), below the batch protocol's address. */
export function commitRoutes(app: App, { database, git, references, revisions }: Registry): void {
  const base = `/:namespace/:name/dvc/${BATCH_KEY}`;
  const gate = new Gate(STREAMS_MAX);
  const schema = { params: RepositoryParams, hide: true };
  const open = async (request: FastifyRequest, params: RepositoryName): Promise<string> => {
    const { id } = await openRepository(database, { ...params, caller: callerOf(request) }, reading);
    return id;
  };
  const send = (reply: FastifyReply, frames: AsyncGenerator<Buffer>) => {
    reply.type("application/octet-stream");
    return reply.send(Readable.from(frames, { objectMode: false }));
  };

  const querystring = Type.Object({ rev: Type.Optional(CommitRev) });
  app.get(`${base}/commit`, { schema: { ...schema, querystring } }, async (request, reply) => {
    const id = await open(request, request.params);
    const { rev = "HEAD" } = request.query;
    const commit = await revisions.find(id, rev);
    if (commit === undefined) throw revisionUnknown(rev);
    gate.enter(reply.raw);
    return await send(reply, sendCommit(hostedRepo(git, id), commit));
  });

  const withIds = {
    schema: { ...schema, body: GitIds },
    bodyLimit: BODY_MAX_BYTES,
    // Before the body is read: it takes memory, and nobody else's is worth any.
    async onRequest(request: FastifyRequest, reply: FastifyReply) {
      await open(request, request.params as RepositoryName);
      gate.enter(reply.raw);
    },
  };
  app.post(`${base}/git`, withIds, async (request, reply) => {
    const { ids, start = 0 } = request.body;
    const repo = hostedRepo(git, await open(request, request.params));
    return await send(reply, sendGitObjects(repo, ids, start));
  });

  app.get(`${base}/tags`, { schema }, async (request) => {
    return { tags: await tagsOf(references, await open(request, request.params)) };
  });
}

async function tagsOf({ annotatedTags, tags }: References, repositoryId: string) {
  const notes = new Map((await annotatedTags.of(repositoryId)).map((tag) => [tag.name, tag]));
  return (await tags.of(repositoryId)).map(({ name, commit, timeMs }) => {
    const note = notes.get(name);
    const annotation = note && { id: note.oid, tagger: note.tagger, subject: note.subject };
    return { name, commit, time_ms: timeMs, annotation: annotation ?? null };
  });
}

function revisionUnknown(rev: string): LodeError {
  return new LodeError("REVISION_UNKNOWN", `Cannot find the revision '${rev}'`, { details: { rev } });
}
