import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { listenLocally } from "./listen-locally.ts";

/** A real server on this machine, started for a test; `await using` stops it. */
export interface RunningServer extends AsyncDisposable {
  /** What a client must know: URL, keys, names. No secret of anybody: they are made for the test. */
  readonly settings: Readonly<Record<string, string>>;
}

/** How a program is started and known to be ready. */
export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Asked again and again, while the program runs, until it gives true. */
  readonly isReady: () => Promise<boolean>;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/**
 * Starts a program and waits until it serves; disposing of the result ends it and waits for its end.
 *
 * @throws with what it printed if it ends or is not ready within a minute
 */
export async function startProgram({ command, args, env, isReady }: ServerProgram): Promise<AsyncDisposable> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => printed.push(String(bytes)));
  const spawned = new Promise((_, reject) => child.once("error", reject));
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await Promise.race([isReady(), spawned]))) {
    if (!ended() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    else await stop(child).finally(() => Promise.reject(new Error(`${command} did not start:\n${printed.join("")}`)));
  }
  process.once("exit", () => child.kill("SIGKILL"));
  return { [Symbol.asyncDispose]: () => stop(child) };
}

/** Whether a URL is answered at all, with whatever status. */
export async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    (response) => response.body?.cancel().then(() => true) ?? true,
    () => false,
  );
}

/** Whether a port of 127.0.0.1 takes connections. */
export async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  });
  socket.destroy();
  return isOpen;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenLocally(server);
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Makes a server of tests a program of its own, for those that are not written in TypeScript: prints the settings as
 * one line of JSON when it serves, and stops when its standard input ends.
 */
export async function serveUntilInputEnds(start: () => Promise<RunningServer>): Promise<void> {
  await using server = await start();
  console.log(JSON.stringify(server.settings));
  process.stdin.resume();
  await once(process.stdin, "end");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const end = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await end;
  clearTimeout(timer);
}
