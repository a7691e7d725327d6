import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { defaultRetries, isPassing, pauseBefore } from "../retry-passing.ts";
import type { HttpClient } from "./http-client.ts";
import type { HttpAnswer, HttpRequest } from "./http-request.ts";
import { isPlain, openBody } from "./open-body.ts";

/** After so many bytes without a failure, earlier ones are forgotten. */
const FORGIVING_BYTES = 16 << 20;

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
  const stream = Readable.from(parts(body, { signal: request.signal, reopen }));
  // A generator that nobody has begun to read does not clean up.
  return stream.once("close", () => body.destroy());
}

interface Continuation {
  readonly signal: AbortSignal | undefined;
  readonly reopen: (start: number) => Promise<Readable | undefined>;
}

interface Progress {
  at: number;
  failures: number;
  failedAt: number;
}

async function* parts(first: Readable, continuation: Continuation): AsyncGenerator<Buffer> {
  const progress = { at: 0, failures: 0, failedAt: 0 };
  for (let body = first; ; ) {
    const error = yield* untilFailure(body, progress);
    if (error === undefined) return;
    body = await goOn(error, progress, continuation);
  }
}

/** @returns why the body broke off; undefined if it came to its end */
async function* untilFailure(body: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Buffer, unknown> {
  try {
    for await (const chunk of body) {
      progress.at += chunk.length;
      yield chunk;
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

async function goOn(error: unknown, progress: Progress, { signal, reopen }: Continuation): Promise<Readable> {
  const isLongAgo = progress.at - progress.failedAt > FORGIVING_BYTES;
  progress.failures = isLongAgo ? 1 : progress.failures + 1;
  progress.failedAt = progress.at;
  if (!isPassing(error) || progress.failures >= defaultRetries.attempts) throw error;
  await pauseBefore(progress.failures, defaultRetries, signal);
  const next = await reopen(progress.at);
  if (next === undefined) throw error;
  return next;
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
