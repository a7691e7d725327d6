import { hash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A web server on this machine that holds what is sent to it; `await using` closes it. */
export interface WebServer extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  /** Path → bytes. */
  readonly files: Map<string, Buffer>;
  /** `METHOD path` of every request, in order. */
  readonly log: string[];
  /** Answers in place of the server if it gives true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Starts a server that answers GET (with ranges), HEAD, PUT and POST. */
export async function startWebServer(): Promise<WebServer> {
  const files = new Map<string, Buffer>();
  const log: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "").replace(/\?.*/, ""));
    log.push(`${request.method} ${path}`);
    if (web.intercept(request, response)) return;
    if (request.method === "GET" || request.method === "HEAD") sendFile(files.get(path), request, response);
    else void receive(request, (bytes) => files.set(path, bytes) && response.writeHead(201).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const web: WebServer = {
    url: `http://127.0.0.1:${port}`,
    files,
    log,
    intercept: () => false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return web;
}

function sendFile(file: Buffer | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (file === undefined) return void response.writeHead(404).end();
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const bytes = start === undefined ? file : file.subarray(Number(start), end ? Number(end) + 1 : undefined);
  const range = `bytes ${start}-${Number(start) + bytes.length - 1}/${file.length}`;
  response.writeHead(start === undefined ? 200 : 206, {
    "content-length": bytes.length,
    etag: `"${hash("md5", file)}"`,
    ...(start !== undefined && { "content-range": range }),
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** A request that breaks off leaves nothing. */
async function receive(request: IncomingMessage, accept: (bytes: Buffer) => unknown): Promise<void> {
  const bytes = await buffer(request).catch(() => undefined);
  if (bytes !== undefined) accept(bytes);
}
