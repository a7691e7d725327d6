import { LodeError } from "@lode/core";
import type { ObjectId } from "@lode/core/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { openRepository } from "../catalogue/repositories.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";
import { requestBody } from "../http/request-body.ts";
import { sendObject } from "../http/send-object.ts";
import { streamScope } from "../http/stream-scope.ts";
import { claimedSize } from "../objects/claims.ts";
import { objectMissing } from "../objects/object-missing.ts";
import { parseObjectKey } from "../objects/parse-object-key.ts";
import { receiveObject } from "../objects/receive-object.ts";

const Params = Type.Object({ namespace: Type.String(), name: Type.String(), "*": Type.String() });
type RemoteParams = Type.Static<typeof Params>;

const reading: Wanted = { action: "download from", needed: "reader" };
const writing: Wanted = { action: "upload to", needed: "writer" };

/**
 * DVC's HTTP remote of each repository, at `/:namespace/:name/dvc`: HEAD and GET tell whether an object is there and bring
 * it, POST and PUT send it.
 */
export function dvcRemoteRoutes(app: App, registry: Registry): void {
  const { database, objects } = registry;
  const path = "/:namespace/:name/dvc/*";

  const open = (request: FastifyRequest, { namespace, name }: RemoteParams, wanted: Wanted) =>
    openRepository(database, { namespace, name, caller: callerOf(request) }, wanted);

  const download = async (request: FastifyRequest, params: RemoteParams, reply: FastifyReply) => {
    const id = idOf(params);
    const { id: repositoryId, visibility } = await open(request, params, reading);
    const sizeBytes = await claimedSize(database, repositoryId, id);
    if (sizeBytes === undefined) throw objectMissing(id);
    return await sendObject(objects, { id, sizeBytes, visibility, mayChange: false }, { request, reply });
  };

  streamScope(app, (scope) => {
    const schema = { params: Params, hide: true };
    // Before GET: the framework's own HEAD reads a whole object to drop it.
    scope.head(path, { schema }, (request, reply) => download(request, request.params, reply));
    scope.get(path, { schema }, (request, reply) => download(request, request.params, reply));
    for (const method of ["POST", "PUT"] as const) {
      scope.route({
        method,
        url: path,
        schema,
        async handler(request, reply) {
          const id = idOf(request.params);
          const repository = await open(request, request.params, writing);
          const declaredBytes = Number(request.headers["content-length"]);
          const upload = { caller: callerOf(request), repository, id, declaredBytes, body: requestBody(request) };
          await receiveObject(registry, upload);
          return await reply.code(200).send();
        },
      });
    }
  });
}

function idOf({ "*": key }: RemoteParams): ObjectId {
  const id = parseObjectKey(key);
  if (id !== undefined) return id;
  throw new LodeError("ROUTE_UNKNOWN", "Cannot find an object here: the address is none of a remote of DVC", {
    hint: "It is to be files/md5/ab/cdef…, or ab/cdef… for objects of DVC 2.",
  });
}
