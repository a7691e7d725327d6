import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { resumedStream } from "../resumed-stream.ts";
import type { HttpClient } from "./http-client.ts";
import type { HttpAnswer, HttpRequest } from "./http-request.ts";
import { isPlain, openBody } from "./open-body.ts";

/**
 * The body of an answer to a GET, that goes on where it stopped when the connection breaks, if the server can do that. It
 * is of one version of the file: where the server gives no ETag, what arrives must be verified by the caller.
 *
 * @throws in the stream: STORAGE_UNREACHABLE if it breaks too often
 */
export function resumedBody(client: HttpClient, request: HttpRequest, { message }: HttpAnswer): Readable {
  const body = openBody(message, request);
  if (!isPlain(message)) return body;
  const reopen = (start: number) => continueAt(client, request, { start, first: message });
  return resumedStream(body, { signal: request.signal, reopen });
}

/** Undefined if the server sends something else than the rest of the same file. */
async function continueAt(
  client: HttpClient,
  request: HttpRequest,
  { start, first }: { readonly start: number; readonly first: IncomingMessage },
): Promise<Readable | undefined> {
  const { etag } = first.headers;
  const isStrong = etag !== undefined && !etag.startsWith("W/");
  const headers = { ...request.headers, range: `bytes=${start}-`, ...(isStrong && { "if-range": etag }) };
  const { status, message } = await client.send({ ...request, headers });
  const isRest = message.headers["content-range"]?.startsWith(`bytes ${start}-`) === true;
  if (status === 206 && isRest && isPlain(message) && message.headers.etag === etag) return openBody(message, request);
  message.destroy();
  return undefined;
}
