import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, onTestFailed, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { apiClient, must } from "./api-client.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";
import { newScaledPlace, type ScaledPlace, type ScaledServers, startScaledServers } from "./scaled-set-up.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const FILES = 150;

let servers: ScaledServers & AsyncDisposable;

beforeAll(async () => {
  servers = await startScaledServers();
});
afterAll(() => servers[Symbol.asyncDispose]());

/** Two replicas behind one address. */
interface Replicas {
  readonly balancer: Balancer;
  readonly place: ScaledPlace;
  readonly dataDir: string;
  readonly token: string;
  readonly running: readonly LodeServer[];
}

async function startReplicas(): Promise<Replicas> {
  const place = await newScaledPlace(servers);
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose](), 60_000);
  const start = () => startLodeServer({ dataDir: folder.path, variables: place.variables });
  // The first start of both at once.
  const running = await Promise.all([start(), start()]);
  onTestFinished(async () => {
    for (const replica of running) await replica[Symbol.asyncDispose]();
  }, 60_000);
  onTestFailed(() => {
    for (const replica of running)
      console.log(
        replica
          .log()
          .split("\n")
          .filter((line) => line.includes('"err"'))
          .join("\n"),
      );
  });
  const tokens = running.flatMap(({ token }) => token ?? []);
  expect(tokens).toHaveLength(1);
  const balancer = await startBalancer();
  onTestFinished(() => balancer[Symbol.dispose]());
  balancer.use(running.map(({ url }) => url));
  const [token = ""] = tokens;
  const admin = apiClient(balancer, token);
  await must(admin("POST", "/namespaces", { name: "acme" }));
  await must(admin("POST", "/repositories", { namespace: "acme", name: "animals" }));
  return {
    balancer,
    place,
    dataDir: folder.path,
    token,
    running,
  };
}

/** A project with a dataset of its own, whose remote is the registry. */
async function project(client: ClientFolder, { balancer, token }: Replicas, name: string): Promise<void> {
  mkdirSync(join(client.path, name, "data"), { recursive: true });
  const run = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await client.run(name, process.execPath, lode, ...args);
    if (exitCode !== 0) throw new Error(`lode ${args.join(" ")} ended with ${exitCode}:\n${stderr}`);
  };
  await client.git(name, "init", "--quiet", "-b", name);
  await run("init", "--quiet");
  await run("remote", "add", "-d", "store", `${balancer.url}/acme/animals/dvc`);
  await run("remote", "modify", "store", "auth", "custom");
  await run("remote", "modify", "store", "custom_auth_header", "X-Lode-Token");
  await run("remote", "modify", "--local", "store", "password", token);
  for (let i = 0; i < FILES; i += 1)
    writeFileSync(join(client.path, name, "data", `${i}.txt`), `${name} ${i} `.repeat(20));
  writeFileSync(join(client.path, name, "data/large.bin"), Buffer.alloc(3 << 20, name));
  await run("add", "--quiet", "data");
  await client.git(name, "add", ".");
  await client.git(name, "commit", "--quiet", "-m", name);
}

test("the jobs of a replica that is killed are taken up by the other one", async () => {
  const replicas = await startReplicas();
  using client = clientFolder();
  await project(client, replicas, "main");
  const pushed = await client.run("main", process.execPath, lode, "push", "--quiet");
  expect([pushed.exitCode, pushed.stderr]).toEqual([0, ""]);
  await client.git("main", "push", "--quiet", gitUrl(replicas.balancer.url, "acme/animals", replicas.token), "main");
  const versions = async () => {
    const admin = apiClient(replicas.balancer, replicas.token);
    return JSON.stringify((await admin("GET", "/repositories/acme/animals/versions?path=data")).body);
  };
  await expect.poll(versions, { timeout: 10_000 }).toContain("commit");
  // As if a replica had taken the job and were killed then: nobody else holds it, and its time is not over.
  const database = new pg.Client({ connectionString: replicas.place.databaseUrl });
  await database.connect();
  const until = new Date(Date.now() + 3_000).toISOString();
  await database.query("delete from versions");
  await database.query("delete from indexed_commits");
  await database.query(
    "insert into jobs (kind, repository_id, run_after, revision, held_by, held_until) select 'index', id, '', 'r', 'gone', $1 from repositories on conflict do nothing",
    [until],
  );
  await database.end();
  await replicas.running[0]?.stop("SIGKILL");
  expect(await versions()).not.toContain("commit");
  await expect.poll(versions, { timeout: 15_000 }).toContain("commit");
});

test("a registry whose PostgreSQL or bucket does not answer says so, and serves again when they do", async () => {
  const { balancer, token, place } = await startReplicas();
  const admin = apiClient(balancer, token);
  const owner = new pg.Client({ connectionString: servers.postgresUrl });
  await owner.connect();
  const name = new URL(place.databaseUrl).pathname.slice(1);
  await owner.query(`alter database "${name}" with allow_connections false`);
  await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  const away = await fetch(`${balancer.url}/readyz`);
  expect([away.status, away.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await away.text()).not.toContain(name);
  await owner.query(`alter database "${name}" with allow_connections true`);
  await owner.end();
  await expect.poll(async () => (await admin("GET", "/user")).status, { timeout: 10_000 }).toBe(200);
  expect(existsSync(place.objectsDir)).toBe(false);
});
