import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { apiClient, must } from "./api-client.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";
import { newScaledPlace, type ScaledPlace, type ScaledServers, startScaledServers } from "./scaled-set-up.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const KILLS = 8;
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
  /** Kills one of them and starts another in its place. */
  replace(index: number): Promise<void>;
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
  const tokens = running.flatMap(({ token }) => token ?? []);
  expect(tokens).toHaveLength(1);
  const balancer = await startBalancer();
  onTestFinished(() => balancer[Symbol.dispose]());
  const use = () => balancer.use(running.map(({ url }) => url));
  use();
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
    async replace(index) {
      await running[index]?.stop("SIGKILL");
      running[index] = await start();
      use();
    },
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
  await run("push", "--quiet");
  await client.git(name, "add", ".");
  await client.git(name, "commit", "--quiet", "-m", name);
}

/** Every object in the bucket has the content that its name says, and every manifest all members. */
function expectWhole(objectsDir: string): Set<string> {
  const dir = join(objectsDir, "files/md5");
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = new Map(entries.map(({ parentPath, name }) => [parentPath.slice(-2) + name, join(parentPath, name)]));
  for (const [oid, path] of paths) {
    const bytes = readFileSync(path);
    expect(createHash("md5").update(bytes).digest("hex")).toBe(oid.slice(0, 32));
    if (!oid.endsWith(".dir")) continue;
    for (const [, member = ""] of bytes.toString().matchAll(/"md5": "(\w+)"/g)) expect(paths.has(member)).toBe(true);
  }
  return new Set(paths.keys());
}

test(`clients of two replicas, one of which is killed ${KILLS} times, push and pull without an error`, async () => {
  const replicas = await startReplicas();
  using client = clientFolder();
  const names = ["one", "another"];
  for (const name of names) await project(client, replicas, name);
  const remote = gitUrl(replicas.balancer.url, "acme/animals", replicas.token);
  const stopping = new AbortController();
  const steps = new EventEmitter();
  const runLode = async (name: string, ...args: readonly string[]): Promise<void> => {
    steps.emit("step");
    const { exitCode, stderr } = await client.run(name, process.execPath, lode, ...args, "--quiet");
    expect([args[0], exitCode, stderr]).toEqual([args[0], 0, ""]);
  };
  let gitFailures = 0;
  const work = async (name: string): Promise<void> => {
    for (let round = 0; !stopping.signal.aborted; round += 1) {
      const data = join(client.path, name, "data");
      writeFileSync(join(data, `round-${round}.txt`), `${name} in round ${round}`);
      await runLode(name, "add", "data");
      await runLode(name, "push");
      for (const gone of [data, join(client.path, name, ".dvc/cache")]) rmSync(gone, { recursive: true });
      await runLode(name, "pull");
      await client.git(name, "add", ".");
      await client.git(name, "commit", "--quiet", "-m", `round ${round}`);
      // Git itself does not try again: whoever runs it does.
      while ((await client.run(name, "git", "push", "--quiet", remote, name)).exitCode !== 0) gitFailures += 1;
    }
  };
  const working = Promise.all(names.map(work));
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Clients are busy with both again; each kill meets them at another moment.
    for (let step = 0; step < 4 + (kill % 3); step += 1) await Promise.race([working, once(steps, "step")]);
    await replicas.replace(kill % 2);
  }
  stopping.abort();
  await working;
  expect(gitFailures).toBeLessThan(KILLS * names.length * 3);
  expectWhole(replicas.place.objectsDir);
  for (const name of names) {
    const own = await client.git(name, "rev-parse", "HEAD");
    expect(await client.git(name, "ls-remote", remote, name)).toBe(`${own}\trefs/heads/${name}`);
    const copy = `copy-of-${name}`;
    await client.git(".", "clone", "--quiet", "-b", name, remote, copy);
    const password = `['remote "store"']\n    password = ${replicas.token}\n`;
    writeFileSync(join(client.path, copy, ".dvc/config.local"), password);
    await runLode(copy, "pull");
    for (const file of readdirSync(join(client.path, name, "data"))) {
      const bytes = (folder: string) => readFileSync(join(client.path, folder, "data", file));
      expect(bytes(copy).equals(bytes(name)), file).toBe(true);
    }
  }
  for (const name of readdirSync(join(replicas.dataDir, "git"))) {
    await client.git(".", "--git-dir", join(replicas.dataDir, "git", name), "fsck", "--no-dangling");
  }
});

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
  const database = new pg.Client({ connectionString: replicas.place.databaseUrl });
  await database.connect();
  const indexJobs = async () => (await database.query("select 1 from jobs where kind = 'index'")).rowCount;
  await expect.poll(indexJobs, { timeout: 10_000 }).toBe(0);
  // As if a replica had taken the job and were killed then: nobody else holds it, and its time is not over.
  const until = new Date(Date.now() + 3_000).toISOString();
  await database.query("delete from versions");
  await database.query("delete from indexed_commits");
  await database.query(
    "insert into jobs (kind, repository_id, run_after, revision, held_by, held_until) select 'index', id, '', 'r', 'gone', $1 from repositories",
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
