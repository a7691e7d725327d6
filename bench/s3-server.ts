import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstLine } from "./first-line.ts";

/** An S3 server with a bucket `bench`. */
export interface S3Server {
  readonly url: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

let running: S3Server | undefined;

/**
 * The server of the environment (`LODE_BENCH_S3`, as JSON), or else rclone's, which runs as long as this process. One serves
 * all places, so that each tool finds the same.
 */
export function s3Server(): S3Server {
  const { LODE_BENCH_S3: given } = process.env;
  const server: S3Server = running ?? (given === undefined ? start() : JSON.parse(given));
  running = server;
  return server;
}

function start(): S3Server {
  const path = join(mkdtempSync(join(tmpdir(), "lode-bench-s3-")), "settings");
  const script = join(import.meta.dirname, "../tests/servers/s3.ts");
  const child = spawn(process.execPath, [script], { stdio: ["pipe", openSync(path, "w"), "inherit"] });
  child.unref();
  process.once("exit", () => child.kill());
  const settings = JSON.parse(firstLine(path));
  mkdirSync(join(settings.folder, "bench"));
  return settings;
}
