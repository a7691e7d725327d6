import { randomUUID } from "node:crypto";
import type { RawRequestDefaultExpression } from "fastify";

const ACCEPTED = /^[A-Za-z0-9._:-]{1,64}$/;

/** The id of a request in logs and errors: the one that a proxy or client gave, if it is harmless, or a new one. */
export function requestId(request: RawRequestDefaultExpression): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && ACCEPTED.test(given) ? given : randomUUID();
}
