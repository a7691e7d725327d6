import { once } from "node:events";
import { Agent, createServer } from "node:http";
import { Agent as TlsAgent } from "node:https";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { exchange } from "./exchange.ts";

test("exchange() sends no more of a body that was refused, and keeps no connection for it", async () => {
  const server = createServer((_, answer) => answer.writeHead(507).end("full"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const agent = new Agent({ keepAlive: true });
  const connected = once(server, "connection");
  const { port } = server.address() as AddressInfo;
  // A body that never ends.
  const content = new Readable({ read: () => undefined });
  content.push("some");
  const request = { action: "write", method: "PUT", url: new URL(`http://127.0.0.1:${port}/a`), headers: {} };
  const answer = await exchange(
    { ...request, body: { sizeBytes: 1_000_000, content: async () => content } },
    { agent, connectTimeoutMs: 0, readTimeoutMs: 0 },
  );
  const [socket] = await connected;
  // Not by once(): the server hears of a body that ends early as an error.
  const closed = new Promise((resolve) => socket.once("close", resolve));
  expect([answer.statusCode, String(await buffer(answer))]).toEqual([507, "full"]);
  await closed;
  expect(content.destroyed).toBe(true);
  server.close();
});

test("exchange() says so when the server speaks no TLS", async () => {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const url = new URL(`https://127.0.0.1:${port}/a`);
  const limits = { connectTimeoutMs: 0, readTimeoutMs: 0 };
  const asked = exchange({ action: "read", method: "GET", url }, { agent: new TlsAgent(), ...limits });
  await expect(asked).rejects.toMatchObject({
    message: `Cannot read '${url}': the server speaks no TLS, or another kind of it`,
    hint: expect.stringContaining("begins with `http:`"),
  });
  server.close();
});
