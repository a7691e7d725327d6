import type { IncomingHttpHeaders } from "node:http";
import { PassThrough, Readable, type Transform } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import { connectionError, type HttpAttempt } from "./http-errors.ts";
import type { HttpMessage } from "./http-message.ts";

/**
 * The body of an answer as a stream: decompressed if the server compressed it on its own account, and ended by an error
 * of this program if the connection breaks or the body is shorter than announced.
 *
 * @throws STORAGE_REJECTED if the encoding is unknown
 */
export function openBody(response: HttpMessage, attempt: HttpAttempt): Readable {
  return pass(response, attempt, decoderFor(response));
}

/** The body of an answer as the server stores it, even if it says that it is compressed; errors as in openBody. */
export function openStoredBody(response: HttpMessage, attempt: HttpAttempt): Readable {
  return pass(response, attempt, undefined);
}

function pass(response: HttpMessage, attempt: HttpAttempt, decoder: Transform | undefined): Readable {
  const body = new PassThrough();
  const fail = (error: Error) => body.destroy(asError(connectionError(attempt, error)));
  // It may fail before its reader has begun, who then finds the error in the stream.
  body.on("error", () => undefined);
  response.on("error", fail);
  // What breaks off right behind its head has told so before anybody listened.
  if (response.errored !== null) fail(response.errored);
  decoder?.on("error", fail);
  body.once("close", () => response.destroy());
  return decoder === undefined ? response.pipe(body) : response.pipe(decoder).pipe(body);
}

/** Reads the body of an answer whole; see openBody. */
export function readBody(response: HttpMessage, attempt: HttpAttempt): Promise<Buffer> {
  return isPlain(response) ? readStoredBody(response, attempt) : buffer(openBody(response, attempt));
}

/** Reads the body of an answer whole, as the server stores it; see openStoredBody. */
export async function readStoredBody(response: HttpMessage, attempt: HttpAttempt): Promise<Buffer> {
  const held = response.takeChunks?.();
  if (held !== undefined) return joined(held);
  if (response.errored !== null) throw connectionError(attempt, response.errored);
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => resolve(joined(chunks)));
    response.on("error", (error) => reject(connectionError(attempt, error)));
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** Passes on the bytes of a range, for a server that sends more than was asked for. */
export function cutRange(stream: Readable, range: ByteRange): Readable {
  return Readable.from(cut(stream, range));
}

async function* cut(source: AsyncIterable<Buffer>, range: ByteRange): AsyncGenerator<Buffer> {
  const { start, end = Number.POSITIVE_INFINITY } = range;
  let at = 0;
  for await (const chunk of source) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += chunk.length;
    if (part.length > 0) yield part;
    if (at >= end) return;
  }
}

/** Says whether the body of an answer is the file as it is, not compressed by the server. */
export function isPlain({ headers }: HttpMessage): boolean {
  return isPlainEncoding(headers);
}

/** The same by the headers of the answer. */
export function isPlainEncoding(headers: IncomingHttpHeaders): boolean {
  return ["", "identity"].includes(encodingOf(headers));
}

function encodingOf(headers: IncomingHttpHeaders): string {
  return (headers["content-encoding"] ?? "").trim().toLowerCase();
}

function decoderFor(response: HttpMessage): Transform | undefined {
  const encoding = encodingOf(response.headers);
  switch (encoding) {
    case "":
    case "identity":
      return undefined;
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      response.destroy();
      throw new LodeError("STORAGE_REJECTED", `Cannot read what the server sends: it is encoded as '${encoding}'`, {
        details: { encoding },
      });
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new TypeError("no error", { cause: error });
}
