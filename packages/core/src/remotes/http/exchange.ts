import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { pipeline } from "node:stream";
import { isSystemError } from "../../base/system-error.ts";
import { cancelled } from "./cancelled.ts";
import { connectionError, headerError, timeoutError } from "./http-errors.ts";
import type { HttpRequest } from "./http-request.ts";
import { type ProxyEnv, proxyFor } from "./proxy.ts";
import { proxyError } from "./proxy-error.ts";

/** Over which connections a request goes, and how long it may take. */
export interface ExchangeOptions {
  readonly agent: Agent;
  /** For messages: what decides whether the agent goes through a proxy. Default: it does not. */
  readonly proxyEnv?: ProxyEnv;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
}

/**
 * Sends one request and waits for the head of the answer.
 *
 * @throws STORAGE_UNREACHABLE, CANCELLED, CONFIG_INVALID for what no header can hold, and what the body's stream throws
 */
export async function exchange(request: HttpRequest, options: ExchangeOptions): Promise<IncomingMessage> {
  const { method, url, headers, body, signal } = request;
  if (signal?.aborted) throw cancelled(signal);
  const { request: begin } = await client(url.protocol);
  const content = typeof body?.content === "function" ? await body.content() : body?.content;
  const length = body?.sizeBytes === undefined ? {} : { "content-length": String(body.sizeBytes) };
  // What went wrong with the content is no failure of the connection.
  const failure = (error: unknown): unknown =>
    content !== undefined && "errored" in content && content.errored === error
      ? error
      : failedConnection(request, error, options.proxyEnv);
  return new Promise((resolve, reject) => {
    const outgoing = orHeaderError(request, () =>
      begin(withoutCredentials(url), { agent: options.agent, method, headers: { ...headers, ...length }, signal }),
    );
    limitTime(outgoing, request, options);
    outgoing.once("response", (answer) => {
      endRefused(outgoing, answer);
      resolve(answer);
    });
    outgoing.on("error", (error) => reject(signal?.aborted ? cancelled(signal) : failure(error)));
    if (content === undefined || Buffer.isBuffer(content)) outgoing.end(content);
    else pipeline(content, outgoing, (error) => void (error && reject(failure(error))));
  });
}

function failedConnection(request: HttpRequest, error: unknown, env: ProxyEnv = {}): unknown {
  const proxy = proxyFor(request.url, env);
  return (proxy && proxyError(request, error, proxy)) ?? connectionError(request, error);
}

/** Of a body that was refused the rest is not sent: it would keep the connection, and with it the process, for nothing. */
function endRefused(outgoing: ClientRequest, answer: IncomingMessage): void {
  if ((answer.statusCode ?? 0) < 400) return;
  answer.once("end", () => {
    if (!outgoing.writableFinished) outgoing.destroy();
  });
}

/** Asking the loader each time takes 20 µs. */
const clients = new Map<string, Promise<Pick<typeof import("node:http"), "request">>>();

function client(protocol: string): Promise<Pick<typeof import("node:http"), "request">> {
  const known = clients.get(protocol) ?? (protocol === "https:" ? import("node:https") : import("node:http"));
  clients.set(protocol, known);
  return known;
}

/** Tokens and passwords are sent in headers, which hold one line of Latin-1. */
function orHeaderError(request: HttpRequest, begin: () => ClientRequest): ClientRequest {
  try {
    return begin();
  } catch (error) {
    throw isSystemError(error, "ERR_INVALID_CHAR", "ERR_INVALID_HTTP_TOKEN") ? headerError(request, error) : error;
  }
}

/** They are in a header, if they are for this server. */
function withoutCredentials(url: URL): URL {
  const target = new URL(url);
  target.username = "";
  target.password = "";
  return target;
}

/** Ends a request whose connection does not come about in time, or on which nothing moves for too long. */
function limitTime(outgoing: ClientRequest, request: HttpRequest, options: ExchangeOptions): void {
  const { connectTimeoutMs, readTimeoutMs } = options;
  outgoing.setTimeout(readTimeoutMs, () => outgoing.destroy(timeoutError(request, readTimeoutMs)));
  if (connectTimeoutMs === 0) return;
  outgoing.once("socket", (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => outgoing.destroy(timeoutError(request, connectTimeoutMs)), connectTimeoutMs);
    const stop = () => clearTimeout(timer);
    socket.once("connect", stop);
    outgoing.once("close", stop);
  });
}
