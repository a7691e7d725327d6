import { startRclone } from "./rclone.ts";
import { type RunningServer, serveUntilInputEnds } from "./running-server.ts";

/** Starts an S3 server without buckets; settings: `url`, `folder` (a bucket is a folder in it), `accessKey`, `secretKey`. */
export function startS3(): Promise<RunningServer> {
  const accessKey = "access-of-the-test";
  const secretKey = "secret-of-the-test";
  return startRclone("s3", ["--auth-key", `${accessKey},${secretKey}`, "--vfs-cache-mode", "off"], {
    accessKey,
    secretKey,
  });
}

if (import.meta.main) await serveUntilInputEnds(startS3);
