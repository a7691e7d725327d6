import { spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { firstLine } from "./first-line.ts";
import { scratchFolder } from "./scratch-folder.ts";

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
  const path = join(scratchFolder("bench-s3"), "settings");
  const script = join(import.meta.dirname, "../tests/servers/s3.ts");
  // It ends, and cleans up behind itself, when its input ends with this process.
  const child = spawn(process.execPath, [script], { stdio: ["pipe", openSync(path, "w"), "inherit"] });
  child.unref();
  const settings = JSON.parse(firstLine(path));
  mkdirSync(join(settings.folder, "bench"));
  return settings;
}
