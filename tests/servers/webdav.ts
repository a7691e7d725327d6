import { startRclone } from "./rclone.ts";
import { type RunningServer, serveUntilInputEnds } from "./running-server.ts";

/** Starts a WebDAV server; settings: `url`, `folder`, `user`, `password`. */
export function startWebdav(): Promise<RunningServer> {
  const user = "reader";
  const password = "of-the-test";
  return startRclone("webdav", ["--user", user, "--pass", password], { user, password });
}

if (import.meta.main) await serveUntilInputEnds(startWebdav);
