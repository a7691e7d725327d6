import { once } from "node:events";
import { createServer, request } from "node:http";

/** A way to a server on which nobody finds the batch protocol; what is asked there is cloned, as from any Git server. */
export interface WithoutBatches extends AsyncDisposable {
  readonly url: string;
}

/** Starts it. */
export async function startWithoutBatches(target: string): Promise<WithoutBatches> {
  const { hostname, port } = new URL(target);
  const server = createServer((asked, answer) => {
    const { method = "GET", url = "/", headers } = asked;
    if (url.includes("/dvc/batch")) {
      asked.resume();
      answer.writeHead(404, { "content-type": "text/html" }).end("<html>Not found</html>");
      return;
    }
    const sent = request({ hostname, port, method, path: url, headers }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    sent.on("error", () => answer.destroy());
    asked.pipe(sent);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
