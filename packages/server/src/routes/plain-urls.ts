import { LodeError } from "@lode/core";
import { isDirOid, isFullSha } from "@lode/core/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { findData } from "../catalogue/find-data.ts";
import { openRepository } from "../catalogue/repositories.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";
import { sendObject } from "../http/send-object.ts";

const Params = Type.Object({ namespace: Type.String(), name: Type.String(), rev: Type.String(), "*": Type.String() });
const reading: Wanted = { action: "download from", needed: "reader" };

/**
 * `/:namespace/:name/@:rev/:path`: one file of the data at a revision. A slash in the name of a branch or tag is written
 * `%2F`. What is at a commit's id never changes and may be kept for ever; what is at a name has to be asked for again.
 */
export function plainUrlRoutes(app: App, registry: Registry): void {
  const url = "/:namespace/:name/@:rev/*";
  const schema = { params: Params, hide: true };
  const download = async (request: FastifyRequest, params: Type.Static<typeof Params>, reply: FastifyReply) => {
    const { namespace, name, rev, "*": path } = params;
    const repository = await openRepository(registry.database, { namespace, name, caller: callerOf(request) }, reading);
    const snapshot = await registry.snapshots.open(repository, rev);
    const { object, objectBytes } = await findData(registry, snapshot, path);
    if (isDirOid(object.oid)) throw isDirectory(path);
    const { visibility } = repository;
    const sent = { id: object, sizeBytes: objectBytes, visibility, mayChange: !isFullSha(rev) };
    reply.header("x-lode-commit", snapshot.commit);
    return await sendObject(registry.objects, sent, { request, reply });
  };
  app.head(url, { schema }, (request, reply) => download(request, request.params, reply));
  app.get(url, { schema }, (request, reply) => download(request, request.params, reply));
}

function isDirectory(path: string): LodeError {
  return new LodeError("NOT_A_FILE", `Cannot send '${path}': it is a directory`, {
    hint: "List its files with …/entries of the API.",
    details: { path },
  });
}
