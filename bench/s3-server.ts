import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An S3 server with a bucket `bench`. */
export interface S3Server {
  readonly url: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Starting takes a second; the program may have to be downloaded before. */
const START_MS = 120_000;

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

/** The line that the server writes once it listens. */
function firstLine(path: string): string {
  const wait = new Int32Array(new SharedArrayBuffer(4));
  const endMs = performance.now() + START_MS;
  while (performance.now() < endMs) {
    const text = readFileSync(path, "utf8");
    if (text.includes("\n")) return text;
    Atomics.wait(wait, 0, 0, 50);
  }
  throw new Error(`the S3 server did not start within ${START_MS / 1000} s`);
}
