import { type PassingServer, startPassingServer } from "../servers/passing-server.ts";

/** Starts a way to a server on which nobody finds the batch protocol; what is asked there is cloned, as from any Git server. */
export function startWithoutBatches(target: string): Promise<PassingServer> {
  return startPassingServer(target, ({ url = "/" }, answer) => {
    const isBatch = url.includes("/dvc/batch");
    if (isBatch) answer.writeHead(404, { "content-type": "text/html" }).end("<html>Not found</html>");
    return isBatch;
  });
}
