import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { HttpClient } from "../http/http-client.ts";
import type { HttpAnswer } from "../http/http-request.ts";
import { isPlain, readBody } from "../http/open-body.ts";
import { emptyIncoming, isEmptyRange, openRange, rangeHeader, wholeSize } from "../http/range.ts";
import type { IncomingFile, ReadOptions } from "../storage/remote-storage.ts";
import { davSend } from "./dav-client.ts";
import { davFile } from "./list-dav.ts";

/** What is read. */
export interface DavReading {
  readonly key: string;
  readonly url: URL;
  readonly options: ReadOptions;
}

/** A file on its way, that may be a page which the server made of a folder. */
export interface IncomingDavFile extends IncomingFile {
  readonly isPage: boolean;
}

/** 405: it is a folder, which some servers do not show. */
const NO_FILE = [404, 405, 410];

/** Begins to read a file; undefined if nothing is there. @throws FILE_CHANGED, and as davStatus does */
export async function readDav(
  client: HttpClient,
  { key, url, options }: DavReading,
  run: RunContext,
): Promise<IncomingDavFile | undefined> {
  const { range, ifMatch } = options;
  const isStrong = ifMatch !== undefined && !isWeak(ifMatch);
  const headers = { ...rangeHeader(range), ...(isStrong && { "if-match": ifMatch }) };
  const request = { method: "GET", url, headers, action: "read", accept: [...NO_FILE, 412, 416] };
  const answer = await davSend(client, request, run);
  const { status, message } = answer;
  if (NO_FILE.includes(status)) return void message.resume();
  if (status === 412 || isOther(answer, ifMatch)) {
    message.destroy();
    throw changed(url);
  }
  const sizeBytes = isPlain(message) ? wholeSize(answer) : undefined;
  const file = {
    ...davFile(key, { sizeBytes, etag: message.headers.etag, modifiedMs: undefined }),
    isPage: message.headers["content-type"]?.startsWith("text/html") === true,
  };
  if (isEmptyRange(range) || status === 416) {
    message.destroy();
    return { ...file, ...emptyIncoming(file) };
  }
  const stream = (): Readable => openRange(answer, range, request);
  return { ...file, stream, bytes: async () => (range === undefined ? readBody(message, request) : buffer(stream())) };
}

/** A server may pass over `If-Match`. */
function isOther({ message }: HttpAnswer, ifMatch: string | undefined): boolean {
  const { etag } = message.headers;
  return ifMatch !== undefined && etag !== undefined && strong(etag) !== strong(ifMatch);
}

function isWeak(etag: string): boolean {
  return etag.startsWith("W/");
}

function strong(etag: string): string {
  return isWeak(etag) ? etag.slice(2) : etag;
}

function changed(url: URL): LodeError {
  return new LodeError("FILE_CHANGED", `Cannot read '${url.href}': it changed in this moment`, {
    hint: "Run the command again.",
    details: { url: url.href },
  });
}
