import type { RunContext } from "../../base/events.ts";
import type { HttpClient } from "../http/http-client.ts";
import { statusError } from "../http/http-errors.ts";
import type { HttpAnswer, HttpBody } from "../http/http-request.ts";
import { openBody } from "../http/open-body.ts";
import { type DavResource, parseMultistatus } from "./parse-multistatus.ts";

/** One request to a WebDAV server. */
export interface DavRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  /** For messages: an infinitive, such as `read`. */
  readonly action: string;
  /** Statuses beside success that are an answer and no failure. */
  readonly accept?: readonly number[];
}

/** Only what is used: some servers compute the others. */
const WANTED = Buffer.from(
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getetag/><getlastmodified/></prop></propfind>',
);

/**
 * Sends a request whose answer has nothing to read, and returns the status.
 *
 * @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED
 */
export async function davStatus(client: HttpClient, request: DavRequest, run: RunContext): Promise<number> {
  const { status, message } = await davSend(client, request, run);
  message.resume();
  return status;
}

/** Sends a request. The caller consumes the answer. @throws as davStatus does */
export async function davSend(client: HttpClient, request: DavRequest, { signal }: RunContext): Promise<HttpAnswer> {
  const answer = await client.send({ ...request, signal });
  const { status, message } = answer;
  if (status < 300 || request.accept?.includes(status)) return answer;
  message.resume();
  throw statusError(request, status, message.statusMessage);
}

/** What the clock of the server says, in milliseconds since 1970; undefined if it does not say. @throws as davStatus does */
export async function serverTime(client: HttpClient, url: URL, run: RunContext): Promise<number | undefined> {
  const { message } = await davSend(client, { method: "OPTIONS", url, action: "look at" }, run);
  message.resume();
  const timeMs = Date.parse(message.headers.date ?? "");
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/**
 * Asks for the properties of a resource, or of a folder and what is in it: `1` one level, `infinity` all.
 *
 * @returns undefined if nothing is there, `refused` if the server does not go so deep
 * @throws as davStatus does
 */
export async function propfind(
  client: HttpClient,
  { url, depth }: { readonly url: URL; readonly depth: "0" | "1" | "infinity" },
  run: RunContext,
): Promise<AsyncGenerator<DavResource> | "refused" | undefined> {
  const action = depth === "0" ? "look at" : "list";
  const headers = { depth, "content-type": "application/xml; charset=utf-8" };
  const body = { sizeBytes: WANTED.length, content: WANTED };
  const accept = depth === "infinity" ? [404, 410, ...TOO_DEEP] : [404, 410];
  const request = { method: "PROPFIND", url, headers, body, action, accept };
  const { status, message } = await davSend(client, request, run);
  if (status < 300) return parseMultistatus(openBody(message, request), url.href);
  message.resume();
  return TOO_DEEP.includes(status) ? "refused" : undefined;
}

/** How servers say that they do not list folders in folders (RFC 4918, 9.1); some fail on it. */
const TOO_DEEP = [400, 403, 405, 413, 500, 501, 507];
