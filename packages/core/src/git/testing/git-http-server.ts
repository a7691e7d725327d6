import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { GitFixture } from "./git-fixture.ts";

/** Serves the repositories of a fixture over HTTP. */
export interface GitHttpServer {
  /** The host and port, such as `127.0.0.1:8080`. */
  readonly host: string;
  /** What was asked so far, as `<method> <path>`. */
  readonly requests: string[];
  /** Leaves the next request without an answer; the promise is kept when it has come. */
  holdNextRequest(): Promise<void>;
}

/** Starts git's own HTTP backend behind a password (`user`, `secret`). It ends with the test. */
export async function gitHttpServer(fixture: GitFixture): Promise<GitHttpServer> {
  const requests: string[] = [];
  const held: (() => void)[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const arrived = held.pop();
    if (arrived !== undefined) return arrived();
    if (request.headers.authorization !== `Basic ${Buffer.from("user:secret").toString("base64")}`) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
      return;
    }
    runBackend(fixture, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    holdNextRequest: () => new Promise((resolve) => held.push(resolve)),
  };
}

function runBackend(fixture: GitFixture, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  const child = spawn("git", ["http-backend"], {
    env: {
      ...fixture.env,
      GIT_PROJECT_ROOT: fixture.dir,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_USER: "user",
    },
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    const headers = output.toString("latin1", 0, end).split("\r\n").map(splitHeader);
    const status = headers.find(([name]) => name === "Status")?.[1] ?? "200";
    for (const [name, value] of headers) if (name !== "Status") response.setHeader(name, value);
    response.writeHead(Number.parseInt(status, 10)).end(output.subarray(end + 4));
  });
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(": ");
  return [line.slice(0, colon), line.slice(colon + 2)];
}
