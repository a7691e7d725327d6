import type { HttpRequest } from "./http-request.ts";

/** The body of a request in JSON. */
export function jsonBody(value: unknown): Required<Pick<HttpRequest, "headers" | "body">> {
  const content = Buffer.from(JSON.stringify(value));
  return { headers: { "content-type": "application/json" }, body: { sizeBytes: content.length, content } };
}
