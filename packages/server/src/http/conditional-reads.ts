import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { App } from "./app.ts";

/** Clients may keep it, but ask each time: access may have been taken away. */
const KEPT = "private, no-cache";

/** Says that clients may keep an answer and ask whether it is still the same. */
export function mayBeKept(reply: FastifyReply): void {
  void reply.header("cache-control", KEPT);
}

/** Gives answers that may be kept an ETag, which is of their content, and a client that has that content already just 304. */
export function conditionalReads(app: App): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (reply.getHeader("cache-control") !== KEPT || reply.statusCode !== 200 || typeof payload !== "string")
      return payload;
    const etag = `"${createHash("sha256").update(payload).digest("base64url").slice(0, 27)}"`;
    void reply.header("etag", etag);
    if (!isAmong(request.headers["if-none-match"], etag)) return payload;
    void reply.code(304).removeHeader("content-type").removeHeader("content-length");
    return "";
  });
}

function isAmong(header: string | undefined, etag: string): boolean {
  return header?.split(",").some((one) => one.trim().replace(/^W\//, "") === etag) === true || header === "*";
}
