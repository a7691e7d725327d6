import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { variablesOfProject } from "./scaled-set-up.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

/** The built `lode serve` on a free port, stopped and its folder removed by `await using`. */
export interface LodeServer extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  /** Of the first administrator; undefined if the registry is not new. */
  readonly token: string | undefined;
  readonly pid: number;
  /** Every line of its log so far, as text. */
  log(): string;
  /** Ends it with a signal and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** How the server is started. */
export interface ServerOptions {
  /** Default: a new folder, which is removed at the end. */
  readonly dataDir?: string;
  readonly args?: readonly string[];
  /** Added to the environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether it leads a process group, so that a test can end it together with the gits that it has started. Default: no. */
  readonly leadsGroup?: boolean;
}

/** Starts the built server and waits until it serves. */
export async function startLodeServer({
  dataDir,
  args = [],
  variables,
  leadsGroup = false,
}: ServerOptions = {}): Promise<LodeServer> {
  const dir = dataDir ?? mkdtempSync(join(tmpdir(), "lode-server-"));
  // Who names a folder wants to start again in it.
  const ofProject = dataDir === undefined ? await variablesOfProject() : {};
  const child = spawn(process.execPath, [binary, "serve", "--json", "--data", dir, "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...ofProject, ...variables },
    detached: leadsGroup,
  });
  const logged: string[] = [];
  child.stderr.on("data", (bytes: Buffer) => logged.push(String(bytes)));
  const first = await Promise.race([once(createInterface(child.stdout), "line"), once(child, "exit")]);
  if (typeof first[0] !== "string") throw new Error(`lode serve ended with ${first[0]}:\n${logged.join("")}`);
  const started: { url: string; administratorToken: string | null } = JSON.parse(first[0]);
  return {
    url: started.url,
    dataDir: dir,
    token: started.administratorToken ?? undefined,
    pid: child.pid ?? 0,
    log: () => logged.join(""),
    stop: (signal = "SIGTERM") => end(child, signal),
    async [Symbol.asyncDispose]() {
      await end(child, "SIGTERM");
      if (dataDir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }
  return child.exitCode;
}
