import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { startRclone } from "./rclone.ts";
import { type RunningServer, serveUntilInputEnds } from "./running-server.ts";

/** Starts a WebDAV server; settings: `url`, `folder`, `user`, `password`. */
export function startWebdav(): Promise<RunningServer> {
  const user = "reader";
  const password = "of-the-test";
  return startRclone("webdav", ["--user", user, "--pass", password], { user, password });
}

/**
 * Starts one that is reached by TLS, and lets in who has a certificate of its authority; settings beside `url` and `folder`:
 * the files `ca`, `clientCert` and `clientKey`.
 */
export async function startSecureWebdav(): Promise<RunningServer> {
  const files = makeTempFolder();
  const at = (name: string): string => join(files.path, name);
  const openssl = (line: string): void =>
    void execFileSync("openssl", line.split(" "), { cwd: files.path, stdio: "pipe" });
  const key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
  openssl(`req -x509 ${key} -keyout ca.key -out ca.pem -days 2 -subj /CN=authority`);
  for (const [name, extension] of [
    ["server", "subjectAltName=IP:127.0.0.1"],
    ["client", "extendedKeyUsage=clientAuth"],
  ] as const) {
    const signed = `-CA ca.pem -CAkey ca.key -addext ${extension}`;
    openssl(`req -x509 ${signed} ${key} -keyout ${name}.key -out ${name}.pem -days 2 -subj /CN=${name}`);
  }
  const args = ["--cert", at("server.pem"), "--key", at("server.key"), "--client-ca", at("ca.pem")];
  const settings = { ca: at("ca.pem"), clientCert: at("client.pem"), clientKey: at("client.key") };
  const server = await startRclone("webdav", args, settings);
  return {
    settings: server.settings,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      files[Symbol.dispose]();
    },
  };
}

if (import.meta.main) await serveUntilInputEnds(startWebdav);
