import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { apiClient } from "./api-client.ts";
import { type ClientFolder, clientFolder } from "./git-client.ts";
import { branchesOf, pushBranches } from "./kill/branches.ts";
import { readRegistry, wrongsOf } from "./kill/check-registry.ts";
import { Acknowledged, makeAndRemove, writeObjects } from "./kill/http-writer.ts";
import { MortalServer } from "./kill/mortal-server.ts";
import { Publisher } from "./kill/publisher.ts";

/** `LODE_KILLS=1000 npx vitest run --project server kill` is the long run. */
const KILLS = Number(process.env.LODE_KILLS ?? 200);
const WRITERS = 2;
/** Far more than a kill takes, on a machine that does other things. */
const TIMEOUT_MS = 60_000 + KILLS * 3000;

/** The server is killed after so many acknowledgements, and some ms; now and then it lives long enough for slow clients. */
async function untilKill(acknowledged: Acknowledged, kill: number): Promise<void> {
  const end = acknowledged.count + (kill % 25 === 24 ? 60 : (kill * 7) % 12);
  const latest = performance.now() + 3000;
  while (acknowledged.count < end && performance.now() < latest) await pause(5);
  await pause((kill * 37) % 50);
}

test(`a server that is killed ${KILLS} times loses nothing that it acknowledged, and holds nothing in part`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const folder = makeTempFolder();
  using clients = clientFolder();
  // Tens of thousands of files.
  onTestFinished(() => folder[Symbol.dispose](), 300_000);
  const server = await MortalServer.start(folder.path);
  const ending = new AbortController();
  const acknowledged = new Acknowledged();
  const client = { server, acknowledged, ending: ending.signal };
  const publishers = [new Publisher(client, clients, "lode"), new Publisher(client, clients, "dvc")];
  for (const publisher of publishers) await publisher.prepare();
  const work = [
    ...Array.from({ length: WRITERS }, (_, i) => writeObjects(client, `writer ${i}`)),
    makeAndRemove(client),
    pushBranches(client, clients),
    ...publishers.map((publisher) => publisher.publish()),
  ];
  const all = Promise.all(work);
  for (let kill = 0; kill < KILLS; kill += 1) {
    // A client that is wronged ends the test at once.
    await Promise.race([untilKill(acknowledged, kill), all]);
    await server.restartKilled(kill % 2 === 0);
  }
  ending.abort();
  await all;
  for (const publisher of publishers) await publisher.finish();
  await checkCatalogue(server, publishers);
  const branches = await branchesOf(server, clients);
  expect([...acknowledged.branches].filter((branch) => !branches.includes(branch))).toEqual([]);
  await checkRemoved(server, acknowledged);
  expect(await server.stop()).toBe(0);
  checkContents(folder.path, acknowledged);
  await checkGit(clients, folder.path);
  console.log(report(acknowledged, publishers));
  expect(acknowledged.in("http").size).toBeGreaterThan(KILLS * 10);
});

/** Every commit that was pushed is in the catalogue, and the last one is what the repository has. */
async function checkCatalogue(server: MortalServer, publishers: readonly Publisher[]): Promise<void> {
  const api = apiClient(server, server.token);
  for (const { repository, pushed } of publishers) {
    const path = `/repositories/acme/${repository}`;
    const lacking = async (): Promise<readonly string[]> => {
      const listed = JSON.stringify((await api("GET", `${path}/versions?path=data&limit=1000`)).body);
      return pushed.filter((commit) => !listed.includes(commit));
    };
    await expect.poll(lacking, { timeout: 20_000 }).toEqual([]);
    expect((await api("GET", `${path}/datasets`)).body).toMatchObject({ commit: pushed.at(-1) });
  }
}

/** What was removed stays removed. */
async function checkRemoved(server: MortalServer, { removed }: Acknowledged): Promise<void> {
  const api = apiClient(server, server.token);
  for (const name of removed)
    expect([name, (await api("GET", `/repositories/acme/${name}`)).status]).toEqual([name, 404]);
}

/** All that was acknowledged is there, and nothing is in part. */
function checkContents(dataDir: string, acknowledged: Acknowledged): void {
  const contents = readRegistry(dataDir);
  expect(contents.leftovers).toEqual([]);
  expect(wrongsOf(contents, dataDir)).toEqual([]);
  for (const [repository, oids] of acknowledged.stored) {
    const held = contents.held.get(repository) ?? new Set();
    expect([repository, [...oids].filter((oid) => !held.has(oid))]).toEqual([repository, []]);
  }
}

/** Git finds nothing wrong in any of the repositories. */
async function checkGit(clients: ClientFolder, dataDir: string): Promise<void> {
  for (const name of readdirSync(join(dataDir, "git"))) {
    await clients.git(".", "-C", join(dataDir, "git", name), "fsck", "--full", "--no-dangling");
  }
}

function report({ stored, removed, branches }: Acknowledged, publishers: readonly Publisher[]): string {
  const objects = [...stored.values()].reduce((sum, { size }) => sum + size, 0);
  const versions = publishers.map(({ repository, pushed }) => `${pushed.length} versions of ${repository}`);
  const git = `${branches.size} branches`;
  return `acknowledged: ${objects} objects, ${git}, ${versions.join(", ")}, ${removed.size} removals`;
}
