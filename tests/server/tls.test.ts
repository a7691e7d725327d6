import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { type Certificates, makeCertificates } from "../servers/certificates.ts";
import { clientFolder } from "./git-client.ts";
import { startLodeServer } from "./lode-server.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

function certificates(): Certificates & { readonly path: string } {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return { ...makeCertificates(folder.path), path: folder.path };
}

function variables(serverCert: string, serverKey: string) {
  return { LODE_SERVE_TLS_CERTIFICATE: serverCert, LODE_SERVE_TLS_KEY: serverKey };
}

/** Posts to the API and gives the status. */
function post(url: string, body: object, { ca, token }: { ca: string; token: string | undefined }): Promise<number> {
  const headers = { "x-lode-token": token, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    request(url, { method: "POST", headers, ca: readFileSync(ca) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on("error", reject)
      .end(JSON.stringify(body));
  });
}

test("with a certificate the server speaks TLS to git and lode, and to nobody who does not trust it", async () => {
  const { ca, serverCert, serverKey } = certificates();
  await using server = await startLodeServer({ variables: variables(serverCert, serverKey) });
  expect(server.url).toMatch(/^https:/);
  const { url, token = "" } = server;
  using client = clientFolder();
  const env = { NODE_EXTRA_CA_CERTS: ca, GIT_SSL_CAINFO: ca };
  const login = [binary, "login", url, "--with-token"];
  const signedIn = await client.runWith({ input: `${token}\n`, env }, process.execPath, ...login);
  expect(signedIn).toMatchObject({ exitCode: 0 });
  const untrusting = await client.runWith({ input: `${token}\n` }, process.execPath, ...login);
  expect(untrusting).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("NODE_EXTRA_CA_CERTS") });
  expect(await post(`${url}/api/v1/namespaces`, { name: "acme" }, { ca, token })).toBe(201);
  const repository = { namespace: "acme", name: "animals", visibility: "public" };
  expect(await post(`${url}/api/v1/repositories`, repository, { ca, token })).toBe(201);
  expect(await client.runWith({ env }, "git", "ls-remote", `${url}/acme/animals`)).toMatchObject({ exitCode: 0 });
  expect((await client.run(".", "git", "ls-remote", `${url}/acme/animals`)).stderr).toContain("certificate");
});

test("a certificate and a key that are no pair, or one alone, are refused", () => {
  const { serverCert, clientKey, path } = certificates();
  for (const [key, said] of [
    [clientKey, "the key that belongs to it"],
    ["", "'tls_key' is missing"],
    [join(path, "none"), "there is no file"],
  ] as const) {
    const env = { ...process.env, ...variables(serverCert, key) };
    const ended = spawnSync(process.execPath, [binary, "serve", "--data", join(path, "d"), "--check"], { env });
    expect([ended.status, String(ended.stderr)]).toEqual([251, expect.stringContaining(said)]);
  }
});
