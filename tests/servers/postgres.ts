import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeTempFolder, type TempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { findPostgreSql, type PostgreSql, postgreSqlIn } from "./postgresql.ts";
import { freePort, type RunningServer, serveUntilInputEnds, startProgram } from "./running-server.ts";

const USER = "registry";
const PASSWORD = "of-the-test";
/** Root gives itself up: PostgreSQL does not run for it. */
const NOBODY = 65534;

/**
 * Starts PostgreSQL without databases of its own; settings: `url` of the database `postgres`, with user and password, `port`,
 * `user`, `password`. It trusts the disk of a test: nothing is synced.
 */
export async function startPostgres(): Promise<RunningServer> {
  const temp = makeTempFolder();
  const programs = readable(findPostgreSql(), temp);
  const port = await freePort();
  const dataDir = join(temp.path, "data");
  mkdirSync(dataDir, { mode: 0o700 });
  const passwordFile = temp.write("password", PASSWORD);
  if (isRoot()) {
    for (const path of [temp.path, dataDir, passwordFile]) chownSync(path, NOBODY, NOBODY);
    chmodSync(temp.path, 0o755);
  }
  run(programs, "initdb", [
    "-D",
    dataDir,
    "-U",
    USER,
    `--pwfile=${passwordFile}`,
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
    "-N",
  ]);
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off", max_connections: "200" };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const program = await startProgram({
    ...commandOf(programs, "postgres", ["-D", dataDir, "-p", String(port), ...options]),
    isReady: async () => isReady(programs, port),
  });
  const url = `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`;
  return {
    settings: { url, port: String(port), user: USER, password: PASSWORD },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      temp[Symbol.dispose]();
    },
  };
}

/** What was unpacked is copied, so that it can be run by a user who cannot read this folder. */
function readable(programs: PostgreSql, temp: TempFolder): PostgreSql {
  if (programs.root === undefined || !isRoot()) return programs;
  const copy = join(temp.path, "system");
  cpSync(programs.root, copy, { recursive: true, verbatimSymlinks: true });
  return postgreSqlIn(copy);
}

function isReady(programs: PostgreSql, port: number): boolean {
  try {
    run(programs, "pg_isready", ["-h", "127.0.0.1", "-p", String(port)]);
    return true;
  } catch {
    return false;
  }
}

function run(programs: PostgreSql, name: string, args: readonly string[]): void {
  const { command, args: all, env } = commandOf(programs, name, args);
  execFileSync(command, all, { env: { ...process.env, ...env }, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
}

function commandOf({ binDir, libraryDir }: PostgreSql, name: string, args: readonly string[]) {
  const path = join(binDir, name);
  const env = { LC_ALL: "C.UTF-8", ...(libraryDir !== undefined && { LD_LIBRARY_PATH: libraryDir }) };
  if (!isRoot()) return { command: path, args: [...args], env };
  const drop = ["--reuid", String(NOBODY), "--regid", String(NOBODY), "--clear-groups"];
  return { command: "setpriv", args: [...drop, path, ...args], env };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

if (import.meta.main) await serveUntilInputEnds(startPostgres);
