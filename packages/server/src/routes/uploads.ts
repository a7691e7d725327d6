import { LodeError } from "@lode/core";
import { isDirOid, type Oid, parseOid, UPLOADS_KEY } from "@lode/core/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { Gate } from "../http/gate.ts";
import type { Registry } from "../http/registry.ts";
import { requestBody } from "../http/request-body.ts";
import { streamScope } from "../http/stream-scope.ts";
import type { Uploader, UploadState } from "../objects/uploads.ts";

const VERSION = "1.0.0";
/** The largest object that is taken, in bytes: that of S3. */
const OBJECT_MAX_BYTES = 5 * 2 ** 40;
/** How many uploads receive at once. */
const RECEIVING_MAX = 32;

const Params = Type.Object({ namespace: Type.String(), name: Type.String(), id: Type.String() });
const writing: Wanted = { action: "upload to", needed: "writer" };

/**
 * Resumable uploads of large objects by tus 1.0.0 (https://tus.io/protocols/resumable-upload) with creation, expiration and
 * termination, below the address of DVC's remote. `oid` of the metadata is the object's id.
 */
export function uploadRoutes(app: App, registry: Registry): void {
  const { database, uploads } = registry;
  const base = `/:namespace/:name/dvc/${UPLOADS_KEY}`;
  const gate = new Gate(RECEIVING_MAX);
  const open = async (request: FastifyRequest, { namespace, name }: RepositoryName): Promise<Uploader> => {
    const caller = callerOf(request);
    return { caller, repository: await openRepository(database, { namespace, name, caller }, writing) };
  };
  const schema = { params: Params, hide: true };

  streamScope(app, (scope) => {
    scope.addHook("onRequest", async (request, reply) => {
      void reply.header("tus-resumable", VERSION);
      // "The client MUST include the Tus-Resumable header in every request … except for OPTIONS requests."
      if (request.method !== "OPTIONS" && request.headers["tus-resumable"] !== VERSION) {
        void reply.header("tus-version", VERSION);
        throw new LodeError("UPLOAD_VERSION_UNSUPPORTED", `Cannot take the upload: it is not by tus ${VERSION}`);
      }
    });
    scope.options(base, { schema: { hide: true } }, async (_request, reply) => {
      reply.headers({ "tus-version": VERSION, "tus-extension": "creation,expiration,termination" });
      return await reply.header("tus-max-size", OBJECT_MAX_BYTES).code(204).send();
    });
    scope.post(base, { schema: { hide: true } }, async (request, reply) => {
      const params = request.params as RepositoryName;
      const by = await open(request, params);
      const state = uploads.begin(by, announced(request));
      const { namespace, name } = params;
      reply.header("location", `/${namespace}/${name}/dvc/${UPLOADS_KEY}/${state.id}`);
      return await answer(reply, state).code(201).send();
    });
    scope.head(`${base}/:id`, { schema }, async (request, reply) => {
      const state = await uploads.find(await open(request, request.params), request.params.id);
      // "The Server MUST prevent the client and/or proxies from caching the response."
      reply.headers({ "cache-control": "no-store", "upload-length": state.sizeBytes });
      return await answer(reply, state).code(200).send();
    });
    scope.patch(`${base}/:id`, { schema }, async (request, reply) => {
      const by = await open(request, request.params);
      gate.enter(reply.raw);
      const offset = countHeader(request, "upload-offset");
      const type = request.headers["content-type"];
      if (type !== "application/offset+octet-stream") throw invalid("its Content-Type is not that of tus");
      const state = await uploads.append(by, request.params.id, { offset, body: requestBody(request) });
      return await answer(reply, state).code(204).send();
    });
    scope.delete(`${base}/:id`, { schema }, async (request, reply) => {
      await uploads.remove(await open(request, request.params), request.params.id);
      return await reply.code(204).send();
    });
  });
}

function answer(reply: FastifyReply, { offset, expiresMs }: UploadState): FastifyReply {
  void reply.header("upload-offset", offset);
  if (expiresMs !== undefined) void reply.header("upload-expires", new Date(expiresMs).toUTCString());
  return reply;
}

/** @throws UPLOAD_INVALID, OBJECT_TOO_LARGE */
function announced(request: FastifyRequest): { readonly oid: Oid; readonly sizeBytes: number } {
  const sizeBytes = countHeader(request, "upload-length");
  if (sizeBytes > OBJECT_MAX_BYTES) {
    throw new LodeError("OBJECT_TOO_LARGE", `Cannot take the object: it is larger than ${OBJECT_MAX_BYTES} bytes`);
  }
  const oid = parseOid(metadataOf(request).get("oid") ?? "");
  // A manifest is taken after its members only, which is looked at where DVC's remote takes it.
  if (oid === undefined || isDirOid(oid)) throw invalid("its metadata have no `oid` of a file");
  return { oid, sizeBytes };
}

/** "The Upload-Metadata … MUST consist of one or more comma-separated key-value pairs", the value in Base64 after a space. */
function metadataOf({ headers }: FastifyRequest): ReadonlyMap<string, string> {
  const pairs = String(headers["upload-metadata"] ?? "").split(",");
  return new Map(
    pairs.map((pair) => {
      const [key = "", value = ""] = pair.trim().split(" ");
      return [key, Buffer.from(value, "base64").toString("utf8")];
    }),
  );
}

function countHeader({ headers }: FastifyRequest, name: string): number {
  const text = headers[name];
  if (typeof text === "string" && /^\d{1,15}$/.test(text)) return Number(text);
  throw invalid(`it has no ${name} that is a number`);
}

function invalid(problem: string): LodeError {
  return new LodeError("UPLOAD_INVALID", `Cannot take the upload: ${problem}`, {
    hint: "docs/protocol.md says how uploads work.",
  });
}
