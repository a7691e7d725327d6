import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { AgentPool } from "./agent-pool.ts";
import { exchange } from "./exchange.ts";
import { type ProxyEnv, proxyFor } from "./proxy.ts";

test.each<[string, ProxyEnv, string | undefined]>([
  ["http://a.example/x", {}, undefined],
  ["http://a.example/x", { HTTP_PROXY: "http://p:1" }, "http://p:1/"],
  ["http://a.example/x", { http_proxy: "http://p:1", HTTP_PROXY: "http://q:2" }, "http://p:1/"],
  ["http://a.example/x", { http_proxy: "p:1" }, "http://p:1/"],
  ["http://a.example/x", { http_proxy: "user:word@p:1" }, "http://user:word@p:1/"],
  ["https://a.example/x", { HTTP_PROXY: "http://p:1" }, undefined],
  ["https://a.example/x", { https_proxy: "http://p:1", no_proxy: "b.example, a.example" }, undefined],
  ["https://a.example/x", { https_proxy: "http://p:1", NO_PROXY: "EXAMPLE" }, undefined],
  ["https://a.example/x", { https_proxy: "http://p:1", NO_PROXY: ".example" }, undefined],
  ["https://a.example/x", { https_proxy: "http://p:1", NO_PROXY: "*.example" }, undefined],
  ["https://a.example/x", { https_proxy: "http://p:1", NO_PROXY: "a.example:443" }, undefined],
  ["https://a.example:9/x", { https_proxy: "http://p:1", NO_PROXY: "a.example:443" }, "http://p:1/"],
  ["https://a.example/x", { https_proxy: "http://p:1", NO_PROXY: "b.example,ample" }, "http://p:1/"],
  ["http://[::1]:8/x", { http_proxy: "http://p:1", no_proxy: "::1" }, undefined],
  ["https://a.example/x", { https_proxy: "socks5://p:1", no_proxy: "*" }, undefined],
])("proxyFor() of %s with %j", (server, env, expected) => {
  expect(proxyFor(new URL(server), env)?.href).toBe(expected);
});

test.each(["socks5://user:secret@p:1", "ht!tp://user:secret@p:1", "http://p:port"])(
  "proxyFor() refuses the proxy %s, and does not show it",
  (https_proxy) => {
    const refused = expect.objectContaining({
      code: "CONFIG_INVALID",
      message: "Cannot use the proxy of the variable https_proxy: it is no proxy of HTTP",
    });
    expect(() => proxyFor(new URL("https://a.example"), { https_proxy })).toThrow(refused);
  },
);

test.each([
  [407, "STORAGE_DENIED", "Write the login at the proxy"],
  [403, "STORAGE_DENIED", "Look whether the variables"],
  [502, "STORAGE_UNREACHABLE", "Look whether the variables"],
])("exchange() says that the proxy answered when it answers %s instead of the server", async (status, code, hint) => {
  const proxy = createServer();
  proxy.on("connect", (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
  const port = await listening(proxy);
  await expect(ask({ https_proxy: `http://user:secret@127.0.0.1:${port}` })).rejects.toMatchObject({
    code,
    message: `Cannot read 'https://a.invalid/x': the proxy 'http://127.0.0.1:${port}' answered ${status}`,
    hint: expect.stringContaining(hint),
  });
  proxy.close();
});

test("exchange() names the proxy when it cannot be reached", async () => {
  const proxy = createServer();
  const port = await listening(proxy);
  await once(proxy.close(), "close");
  await expect(ask({ https_proxy: `user:secret@127.0.0.1:${port}` })).rejects.toMatchObject({
    code: "STORAGE_UNREACHABLE",
    message: `Cannot read 'https://a.invalid/x' through the proxy 'http://127.0.0.1:${port}': it refuses the connection`,
  });
  await expect(ask({ https_proxy: "http://p.invalid:1" })).rejects.toMatchObject({
    message: "Cannot read 'https://a.invalid/x' through the proxy 'http://p.invalid:1': there is no such host",
  });
});

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

async function ask(proxyEnv: ProxyEnv): Promise<unknown> {
  const url = new URL("https://a.invalid/x");
  const agents = new AgentPool({ proxyEnv, verifyCertificates: true, extraCertificates: undefined });
  const agent = await agents.agentFor(url);
  const limits = { connectTimeoutMs: 0, readTimeoutMs: 0 };
  return exchange({ action: "read", method: "GET", url }, { agent, proxyEnv, ...limits }).finally(() => agents.close());
}
