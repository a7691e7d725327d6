import type { ObjectId } from "@lode/core/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AccessTarget } from "../accounts/access.ts";
import { objectMissing } from "../objects/object-missing.ts";
import type { ObjectStorage } from "../objects/object-storage.ts";
import { parseByteRange } from "./byte-range.ts";

/** What of an object is sent, and how long it may be kept. */
export interface SentObject {
  readonly id: ObjectId;
  readonly sizeBytes: number;
  readonly visibility: AccessTarget["visibility"];
  /** Whether another object may be at this address later. */
  readonly mayChange: boolean;
}

const YEAR_S = 31_536_000;

/**
 * Sends an object or a range of it, or says that the client has it. What never changes may be kept for ever: by everybody,
 * or by the client alone if the repository is private.
 *
 * @throws OBJECT_MISSING if the storage has lost it
 */
export async function sendObject(
  storage: ObjectStorage,
  { id, sizeBytes, visibility, mayChange }: SentObject,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const etag = `"${id.oid}"`;
  reply.header("etag", etag);
  reply.header("accept-ranges", "bytes");
  reply.header("cache-control", `${visibility}, ${mayChange ? "no-cache" : `max-age=${YEAR_S}, immutable`}`);
  if (listsTag(request.headers["if-none-match"], etag)) return await reply.code(304).send();
  reply.type("application/octet-stream");
  const ifRange = request.headers["if-range"];
  const range =
    ifRange === undefined || ifRange === etag ? parseByteRange(request.headers.range, sizeBytes) : undefined;
  if (range === "unsatisfiable") {
    return await reply.code(416).header("content-range", `bytes */${sizeBytes}`).send();
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes };
  reply.header("content-length", end - start);
  if (range !== undefined) reply.code(206).header("content-range", `bytes ${start}-${end - 1}/${sizeBytes}`);
  if (request.method === "HEAD") {
    // A client that hears of an object does not send it again.
    const { hashName, oid } = id;
    if ((await storage.remote.findMissing({ hashName, oids: [oid] }, {})).size > 0) throw objectMissing(id);
    return await reply.send();
  }
  const stream = await (storage.openSent?.(id, { start, end }) ?? storage.remote.openRead(id, range));
  if (stream === undefined) throw objectMissing(id);
  return await reply.send(stream);
}

function listsTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
