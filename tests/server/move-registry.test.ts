import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiClient, must } from "./api-client.ts";
import { type ClientFolder, clientFolder } from "./git-client.ts";
import { startLodeServer } from "./lode-server.ts";
import { keyOf, oidOf, publishDataset, upload } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";
import { expectSame, lode, type RestoredPlace, serve, succeeds } from "./restored-registry.ts";
import { newScaledPlace, type ScaledServers, startScaledServers } from "./scaled-set-up.ts";

/** Mirrors may come from this machine. */
const anywhere = { LODE_SERVE_MIRROR_SOURCES: "any" };
const soon = { timeout: 10_000, interval: 50 };
let servers: ScaledServers & AsyncDisposable;

beforeAll(async () => {
  servers = await startScaledServers();
});
afterAll(() => servers[Symbol.asyncDispose]());

/** A registry with two versions of a dataset, texts that only one of the databases can hold, and a mirror with a password. */
async function startFull(client: ClientFolder): Promise<RegistryFixture> {
  const fixture = await startRegistry(() => startLodeServer({ variables: anywhere }));
  await publishDataset(fixture, client, { repository: "open", files: { a: "one", b: "two" }, tag: "v1" });
  await publishDataset(fixture, client, { repository: "open", files: { a: "one", b: "changed" }, tag: "v2" });
  await must(fixture.admin("PATCH", "/repositories/acme/closed", { description: "n\0ul ü" }));
  const mirror = {
    url: `${fixture.server.url}/acme/open`,
    password: fixture.token("reader"),
    interval_seconds: 86_400,
  };
  await must(fixture.admin("POST", "/repositories", { namespace: "acme", name: "mirror", mirror }));
  return fixture;
}

/** Stored secrets still open, and texts are as they were, as far as the database can hold them. */
async function expectDetails(fixture: RegistryFixture, place: RestoredPlace, description: string): Promise<void> {
  await using restored = await startLodeServer(place);
  const admin = apiClient(restored, fixture.server.token);
  const state = async () => (await admin("GET", "/repositories/acme/mirror/mirror")).body;
  const before = await state();
  await must(admin("POST", "/repositories/acme/mirror/mirror/fetch"));
  await expect.poll(state, soon).not.toEqual(before);
  expect(await state()).toMatchObject({ has_password: true, error: null, failures: 0 });
  expect((await admin("GET", "/repositories/acme/closed")).body).toMatchObject({ description });
  const audit = async (api: typeof admin) => (await api("GET", "/audit?limit=20")).body;
  expect(JSON.stringify(await audit(admin))).toContain("push to");
}

test("a registry moves from SQLite and a folder to PostgreSQL and a bucket, and back", async () => {
  using client = clientFolder();
  await using fixture = await startFull(client);
  await succeeds(serve(client, ["backup", "small", "--data", fixture.server.dataDir, "--json"]));
  const variables = { ...(await newScaledPlace(servers)).variables, ...anywhere };
  const scaled = { dataDir: join(client.path, "scaled"), variables };
  const restore = ["restore", "small", "--data", scaled.dataDir, "--verify", "--json"];
  expect(await succeeds(serve(client, restore, variables))).toMatchObject({ repositories: 4, lost: [] });
  for (const name of ["registry.sqlite", "restore.sqlite", "restore.unfinished", "objects"]) {
    expect([name, existsSync(join(scaled.dataDir, name))]).toEqual([name, false]);
  }
  await expectSame(fixture, scaled, client);
  await expectDetails(fixture, scaled, "n\uFFFDul ü");
  const data = ["--data", scaled.dataDir];
  const back = await succeeds(serve(client, ["backup", "large", ...data, "--json"], variables));
  expect(back).toMatchObject({ repositories: 4, lost: [] });
  expect(await succeeds(serve(client, ["backup", "large", ...data, "--json"], variables))).toMatchObject({
    copiedObjects: 0,
  });
  const own = { dataDir: join(client.path, "own"), variables: anywhere };
  await succeeds(serve(client, ["restore", "large", "--data", own.dataDir, "--json"]));
  await expectSame(fixture, own, client);
  await expectDetails(fixture, own, "n\uFFFDul ü");
});

test("a restore to PostgreSQL and a bucket that was killed goes on, also after its last step", async () => {
  using client = clientFolder();
  await using fixture = await startFull(client);
  for (let i = 0; i < 300; i += 1) await upload(fixture, "open", { oid: oidOf(`${i}`), body: `${i}` });
  await succeeds(serve(client, ["backup", "backup", "--data", fixture.server.dataDir, "--json"]));
  const { variables, objectsDir } = await newScaledPlace(servers);
  const scaled = { dataDir: join(client.path, "scaled"), variables };
  const args = ["restore", "backup", "--data", scaled.dataDir, "--json"];
  const child = spawn(process.execPath, [lode, "serve", ...args], {
    cwd: client.path,
    env: { ...process.env, ...variables },
    stdio: "ignore",
  });
  const exit = once(child, "exit");
  await expect.poll(() => existsSync(join(objectsDir, "files")), { timeout: 30_000, interval: 5 }).toBe(true);
  child.kill("SIGKILL");
  await exit;
  for (const flag of ["--port=0", "--check"]) {
    const refused = await serve(client, ["--data", scaled.dataDir, flag], variables);
    expect([refused.exitCode, refused.stderr]).toEqual([255, expect.stringContaining("was not restored to its end")]);
  }
  await succeeds(serve(client, args, variables));
  // As if it were killed after the last table, and before it could say that all is there.
  writeFileSync(join(scaled.dataDir, "restore.unfinished"), "");
  expect(await succeeds(serve(client, args, variables))).toMatchObject({ copiedObjects: 0, lost: [] });
  await expectSame(fixture, scaled, client);
});

test("a restore refuses a database that has a registry, and a backup one that has none; neither changes anything", async () => {
  using client = clientFolder();
  await using fixture = await startFull(client);
  const { variables } = await newScaledPlace(servers);
  const none = await serve(client, ["backup", "backup", "--data", "new"], variables);
  expect([none.exitCode, none.stderr]).toEqual([255, expect.stringContaining("there is none in postgres://")]);
  await succeeds(serve(client, ["backup", "backup", "--data", fixture.server.dataDir, "--json"]));
  const other = { dataDir: join(client.path, "other"), variables };
  let token = "";
  {
    await using started = await startLodeServer(other);
    token = started.token ?? "";
  }
  const taken = await serve(client, ["restore", "backup", "--data", "new"], variables);
  expect([taken.exitCode, taken.stderr]).toEqual([255, expect.stringContaining("has a registry in it")]);
  expect(existsSync(join(client.path, "new"))).toBe(false);
  await using again = await startLodeServer(other);
  expect((await apiClient(again, token)("GET", "/users")).body).toMatchObject({ items: [{ name: "admin" }] });
});

test("what is damaged in the bucket is not backed up, and named", async () => {
  using client = clientFolder();
  const { variables, objectsDir } = await newScaledPlace(servers);
  await using fixture = await startRegistry(() =>
    startLodeServer({ dataDir: join(client.path, "data"), variables: { ...variables } }),
  );
  await publishDataset(fixture, client, { repository: "open", files: { a: "one", b: "two" }, tag: "v1" });
  const stored = join(objectsDir, keyOf(oidOf("one")));
  writeFileSync(stored, readFileSync(stored, "utf8").replace("n", "m"));
  const ran = await serve(client, ["backup", "backup", "--data", fixture.server.dataDir, "--json"], variables);
  expect([ran.exitCode, JSON.parse(ran.stdout)]).toMatchObject([1, { lost: [oidOf("one")] }]);
});
