import { Readable } from "node:stream";
import { BATCH_KEY, type Oid, printBatchLimits } from "@lode/core/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { bodyOf, RepositoryParams } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerKey, callerOf } from "../http/callers.ts";
import { Gate } from "../http/gate.ts";
import type { Registry } from "../http/registry.ts";
import { requestBody } from "../http/request-body.ts";
import { streamScope } from "../http/stream-scope.ts";
import { findUnclaimed } from "../objects/claims.ts";
import { BATCH_OBJECT_MAX_BYTES, receiveBatch } from "../objects/receive-batch.ts";
import { sendBatch } from "../objects/send-batch.ts";
import { GIT_IDS_MAX } from "./commits.ts";

const IDS_MAX = 100_000;
/** Of a list of ids. */
const BODY_MAX_BYTES = 8 * 1024 * 1024;
/** How many streams and lists of ids are under way at once. */
const STREAMS_MAX = 64;
/** Of one caller: a list of ids takes some 15 MB. */
const STREAMS_OF_ONE_MAX = 16;

const reading: Wanted = { action: "download from", needed: "reader" };
const writing: Wanted = { action: "upload to", needed: "writer" };

const Ids = bodyOf({
  oids: Type.Array(Type.String({ pattern: "^[0-9a-f]{32}(\\.dir)?$" }), { maxItems: IDS_MAX }),
});

/** The batch protocol (docs/protocol.md) of each repository, below the address of DVC's remote. */
export function batchRoutes(app: App, registry: Registry): void {
  const { database, objects } = registry;
  const base = `/:namespace/:name/dvc/${BATCH_KEY}`;
  const gate = new Gate(STREAMS_MAX, STREAMS_OF_ONE_MAX);
  const open = (request: FastifyRequest, params: RepositoryName, wanted: Wanted) =>
    openRepository(database, { ...params, caller: callerOf(request) }, wanted);
  const schema = { params: RepositoryParams, hide: true };
  const withIds = {
    schema: { ...schema, body: Ids },
    bodyLimit: BODY_MAX_BYTES,
    // Before the body is read: it takes memory, and nobody else's is worth any.
    async onRequest(request: FastifyRequest, reply: FastifyReply) {
      await open(request, request.params as RepositoryName, reading);
      gate.enter(reply.raw, callerKey(request));
    },
  };

  app.get(base, { schema }, async (request, reply) => {
    await open(request, request.params, reading);
    reply.type("application/json");
    return printBatchLimits({
      idsMax: IDS_MAX,
      objectMaxBytes: BATCH_OBJECT_MAX_BYTES,
      gitIdsMax: GIT_IDS_MAX,
      takesUploads: true,
    });
  });

  app.post(`${base}/missing`, withIds, async (request) => {
    const { id } = await open(request, request.params, reading);
    // The schema has checked their form.
    const oids = request.body.oids as Oid[];
    const unclaimed = await findUnclaimed(database, id, { hashName: "md5", oids });
    const held = oids.filter((oid) => !unclaimed.has(oid));
    const lost = held.length === 0 ? [] : await objects.remote.findMissing({ hashName: "md5", oids: held }, {});
    return { missing: [...unclaimed, ...lost] };
  });

  app.post(`${base}/download`, withIds, async (request, reply) => {
    const repository = await open(request, request.params, reading);
    const frames = sendBatch(registry, repository, request.body.oids as Oid[]);
    reply.type("application/octet-stream");
    return await reply.send(Readable.from(frames, { objectMode: false }));
  });

  streamScope(app, (scope) => {
    scope.post(`${base}/upload`, { schema }, async (request, reply) => {
      const repository = await open(request, request.params, writing);
      gate.enter(reply.raw, callerKey(request));
      return await receiveBatch(registry, { caller: callerOf(request), repository }, requestBody(request));
    });
  });
}
