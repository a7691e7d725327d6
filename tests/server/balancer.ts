import { connect, createServer, type Socket } from "node:net";
import { listenLocally } from "../servers/listen-locally.ts";

/** One address for several servers: each connection goes to the next one that takes it. */
export interface Balancer extends Disposable {
  readonly url: string;
  /** Chooses the servers, by URL, for connections from now on. */
  use(urls: readonly string[]): void;
}

/** Starts a balancer of TCP connections, without servers yet. A connection that no server takes is tried for 5 seconds. */
export async function startBalancer(): Promise<Balancer> {
  let ports: readonly number[] = [];
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, async (client) => {
    open.add(client);
    client.on("error", () => undefined).on("close", () => open.delete(client));
    for (const deadline = Date.now() + 5_000; Date.now() < deadline; ) {
      turn += 1;
      const port = ports[turn % ports.length];
      const socket = port === undefined ? undefined : await connected(port);
      if (socket === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      join(client, socket);
      return;
    }
    client.destroy();
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}`,
    use(urls) {
      ports = urls.map((url) => Number(new URL(url).port));
    },
    [Symbol.dispose]() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function connected(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket.once("connect", () => resolve(socket)).once("error", () => resolve(undefined));
  });
}

/** Whatever ends one side ends the other. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on("error", () => to.resetAndDestroy()).on("close", () => to.destroy());
  }
}
