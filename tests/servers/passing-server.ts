import { createServer, type IncomingMessage, request as passOn, type ServerResponse } from "node:http";
import { listenLocally } from "./listen-locally.ts";

/** A web server before another one. */
export interface PassingServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Starts a web server that passes every request on to another one as it is, and the answer back.
 *
 * @param isTaken says that a request is not to be passed on, and answers it or lets it wait; of others it may change the headers
 */
export async function startPassingServer(
  target: string,
  isTaken: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<PassingServer> {
  const server = createServer((request, response) => {
    if (isTaken(request, response)) request.resume();
    else pass(target, request, response);
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where one side breaks off, so does the other. */
function pass(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { hostname, port } = new URL(target);
  const { method, headers, url } = request;
  const onward = passOn({ hostname, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on("error", () => response.destroy()).pipe(response);
  });
  onward.on("error", () => response.destroy());
  request.on("error", () => onward.destroy()).pipe(onward);
}
