import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { makeCertificates } from "./certificates.ts";
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
  const { ca, serverCert, serverKey, clientCert, clientKey } = makeCertificates(files.path);
  const args = ["--cert", serverCert, "--key", serverKey, "--client-ca", ca];
  const settings = { ca, clientCert, clientKey };
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
