import { expect, onTestFinished, test } from "vitest";
import { startPassingServer } from "../../servers/passing-server.ts";
import { startSecureWebdav, startWebdav } from "../../servers/webdav.ts";
import { type BothTools, makeBothTools, type RemoteOptions, readData, writeFiles } from "./both-tools.ts";

const DATA = { "dir/one": "one", "dir/sub/two": "two", large: "a line\n".repeat(400_000) };
const BOTH = [
  ["dvc", "lode"],
  ["lode", "dvc"],
] as const;

test.each(BOTH)("webdavs: what %s pushes with a certificate of its own, %s pulls", async (first, second) => {
  const { cert_path, key_path, ssl_verify: ca, url } = await secure();
  // With `ssl_verify`, DVC sends no certificate.
  const env = { SSL_CERT_FILE: ca, NODE_EXTRA_CA_CERTS: ca };
  using tools = makeBothTools({ url, options: { cert_path, key_path }, env });
  await share(tools, first, second);
});

test("webdavs: `ssl_verify` names the authority of the server", async () => {
  const { url, ...options } = await secure();
  using tools = makeBothTools({ url, options });
  await share(tools, "lode", "lode");
});

test("webdavs: without a certificate, or without trust in the server's, nothing moves, and the message says why", async () => {
  const { cert_path, key_path, ssl_verify, url } = await secure();
  for (const [options, said] of [
    [{ ssl_verify }, /certificate/i],
    [{ cert_path, key_path }, /ssl_verify/],
    [{ cert_path: "/no/such/file", ssl_verify }, /cert_path/],
  ] as const) {
    using tools = makeBothTools({ url, options });
    await tools.init("first");
    writeFiles(tools.pathOf("first"), DATA);
    await tools.run("lode", "first", ["add", "dir", "large"]);
    const ended = await tools.attempt("lode", "first", ["push"]);
    expect(ended.exitCode).not.toBe(0);
    expect(ended.stderr).toMatch(said);
    expect(ended.stderr).not.toContain("unexpected error");
  }
});

test.each(BOTH)("webdav: what %s pushes with a token, %s pulls", async (first, second) => {
  const token = "token-of-the-test";
  using tools = makeBothTools({ url: await behindToken(token), options: { token } });
  await share(tools, first, second);
});

test("webdav: a token that the server does not know is refused, and not shown", async () => {
  using tools = makeBothTools({ url: await behindToken("right"), options: { token: "wrong-secret" } });
  await tools.init("first");
  writeFiles(tools.pathOf("first"), DATA);
  await tools.run("lode", "first", ["add", "large"]);
  const ended = await tools.attempt("lode", "first", ["push"]);
  expect(ended).toMatchObject({ exitCode: 251, stderr: expect.stringContaining("401") });
  expect(ended.stderr).not.toContain("secret");
});

/** A server that lets in who has a certificate, and what a remote there is to say. */
async function secure() {
  const server = await startSecureWebdav();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { url = "", clientCert = "", clientKey = "", ca = "" } = server.settings;
  return { url: url.replace("https:", "webdavs:"), cert_path: clientCert, key_path: clientKey, ssl_verify: ca };
}

/** The URL of a server that lets in who has a token. */
async function behindToken(token: string): Promise<RemoteOptions["url"]> {
  const server = await startWebdav();
  const { url = "", user, password } = server.settings;
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const proxy = await startPassingServer(url, ({ headers }, response) => {
    if (headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
      return true;
    }
    // Where a file is moved to is an address of the server behind.
    const { destination } = headers;
    if (typeof destination === "string") headers.destination = `${url}${new URL(destination).pathname}`;
    Object.assign(headers, { host: new URL(url).host, authorization: basic });
    return false;
  });
  onTestFinished(async () => {
    await proxy[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  return `webdav://${new URL(proxy.url).host}`;
}

async function share(tools: BothTools, first: "dvc" | "lode", second: "dvc" | "lode"): Promise<void> {
  await tools.init("first");
  writeFiles(tools.pathOf("first"), DATA);
  await tools.run(first, "first", ["add", "dir", "large"]);
  await tools.run(first, "first", ["push"]);
  tools.clone("first", "second");
  await tools.run(second, "second", ["pull"]);
  expect(readData(tools.pathOf("second"))).toEqual(DATA);
  expect(JSON.parse(await tools.run(second, "second", ["status", "-c", "--json"]))).toEqual({});
}
