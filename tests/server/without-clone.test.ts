import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFaultyProxy } from "../servers/faulty-proxy.ts";
import type { PassingServer } from "../servers/passing-server.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";
import { startWithoutBatches } from "./without-batches.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

let fixture: RegistryFixture;
let plain: PassingServer;
let client: ClientFolder;

beforeAll(async () => {
  fixture = await startRegistry();
  plain = await startWithoutBatches(fixture.server.url);
  client = clientFolder();
  await publish("open");
  await publish("closed");
}, 120_000);

afterAll(async () => {
  client[Symbol.dispose]();
  await plain[Symbol.asyncDispose]();
  await fixture[Symbol.asyncDispose]();
});

async function run(folder: string, ...args: readonly string[]) {
  return await client.run(folder, process.execPath, lode, ...args);
}

async function must(folder: string, ...args: readonly string[]): Promise<void> {
  const ran = await run(folder, ...args);
  if (ran.exitCode !== 0) throw new Error(`lode ${args.join(" ")} ended with ${ran.exitCode}:\n${ran.stderr}`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(client.path, path)), { recursive: true });
  writeFileSync(join(client.path, path), text);
}

/** How many outputs are files on their own. */
const MANY = 70;

/** Publishes two versions of everything that a repository may hold. */
async function publish(repository: "open" | "closed"): Promise<void> {
  const work = `make-${repository}`;
  const target = gitUrl(fixture.server.url, `acme/${repository}`, fixture.token("writer"));
  mkdirSync(join(client.path, work));
  await client.git(work, "init", "--quiet", "-b", "main");
  await must(work, "init", "--quiet");
  await must(work, "remote", "add", "--quiet", "-d", "store", `${fixture.server.url}/acme/${repository}/dvc`);
  // A public repository is read without signing in; what a private one says of it, no clone can use.
  const level = repository === "open" ? ["--local"] : [];
  await must(work, "remote", "modify", ...level, "store", "auth", "basic");
  await must(work, "remote", "modify", "--local", "store", "user", "x");
  await must(work, "remote", "modify", "--local", "store", "password", fixture.token("writer") ?? "");
  for (let i = 0; i < 80; i += 1) write(`${work}/data/cats/${i % 3}/${i}.txt`, `cat ${i}`);
  write(`${work}/model.bin`, "model");
  write(`${work}/docs/readme.md`, "# Read me");
  write(`${work}/docs/tools/run.sh`, "#!/bin/sh\n");
  chmodSync(join(client.path, work, "docs/tools/run.sh"), 0o755);
  symlinkSync("readme.md", join(client.path, work, "docs/link"));
  write(`${work}/big.git`, "0123456789".repeat(300_000));
  write(`${work}/dvc.yaml`, "artifacts:\n  cats:\n    path: data/cats\n    type: dataset\n");
  for (let i = 0; i < MANY; i += 1) write(`${work}/many/${i}.txt`, `one of many: ${i}`);
  await must(work, "add", "--quiet", "data/cats", "model.bin");
  await must(work, "add", "--quiet", "--glob", "many/*.txt");
  const commit = async (message: string, ...tags: readonly string[]): Promise<void> => {
    await client.git(work, "add", ".");
    await client.git(work, "commit", "--quiet", "-m", message);
    for (const tag of tags) await client.git(work, "tag", "-a", "-m", tag, tag);
    await must(work, "push", "--quiet");
    await client.git(work, "push", "--quiet", target, "main", "--tags");
  };
  await commit("one", "v1.0", "cats@v1.0.0");
  write(`${work}/data/cats/new.txt`, "new");
  await must(work, "add", "--quiet", "data/cats");
  write(`${work}/docs/readme.md`, "# Read me too");
  await commit("two", "v1.1", "cats@v1.1.0");
}

/** Every file below a folder, with its mode and content. */
function treeOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".git"))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path.slice(folder.length)} ${(statSync(path).mode & 0o111) !== 0} ${readFileSync(path, "latin1").slice(0, 200)}`;
    })
    .sort();
}

const commands: readonly (readonly string[])[] = [
  ["list", "URL"],
  ["list", "URL", "--json", "--size"],
  ["list", "-R", "URL", "--size", "--json", "--rev", "v1.0"],
  ["list", "-R", "URL", "data", "--dvc-only"],
  ["list", "URL", "docs", "--json", "--show-hash", "--size"],
  ["list", "URL", "nothing"],
  ["list", "URL", "--rev", "nothing"],
  ["list", "URL", "--rev", "v1.1~1", "-R"],
  ["list", "URL", "--rev", ":/one", "-R"],
  ["list", "URL", "--rev", "origin/main"],
  ["list", "--tree", "URL"],
  ["du", "URL"],
  ["du", "URL", "data/cats"],
  ["get", "URL", "data/cats"],
  ["get", "URL", "data/cats", "--rev", "v1.0", "-o", "old"],
  ["get", "URL", "data/cats/1"],
  ["get", "URL", "data/cats/1/1.txt"],
  ["get", "URL", "data/cats", "--include", "*/1*.txt", "--exclude", "2/"],
  ["get", "URL", "model.bin", "--json"],
  ["get", "URL", "docs"],
  ["get", "URL", "docs/tools/run.sh"],
  ["get", "URL", "big.git"],
  ["get", "URL", ".", "-o", "everything"],
  ["get", "URL", "nothing"],
  ["get", "URL", "model.bin", "--rev", "cats@^1.0"],
  ["get", "URL", "model.bin", "--show-url"],
  ["artifacts", "get", "URL", "cats", "--rev", "v1.0.0"],
  ["artifacts", "get", "URL", "cats", "--rev", "v9.9.9"],
];

/** Runs a command against an address, and tells all that it did. */
async function outcome(url: string, args: readonly string[]) {
  const folder = "try";
  rmSync(join(client.path, folder), { recursive: true, force: true });
  mkdirSync(join(client.path, folder));
  const { exitCode, stdout, stderr } = await run(folder, ...args.map((arg) => (arg === "URL" ? url : arg)));
  const shown = (text: string) => text.replaceAll(plain.url, "HOST").replaceAll(fixture.server.url, "HOST");
  return { exitCode, stdout: shown(stdout), stderr: shown(stderr), files: treeOf(join(client.path, folder)) };
}

test.each(commands.map((args) => [args.join(" "), args] as const))(
  "what a clone gives, the server gives without one: lode %s",
  async (_, args) => {
    const cloned = await outcome(`${plain.url}/acme/open`, args);
    const served = await outcome(`${fixture.server.url}/acme/open`, args);
    expect(served).toEqual(cloned);
    expect(served.exitCode === 0).toBe(!args.some((arg) => ["nothing", "v9.9.9"].includes(arg)));
  },
);

test("an import and its update are the same, with a clone and without", async () => {
  const imported = async (url: string) => {
    rmSync(join(client.path, "try"), { recursive: true, force: true });
    mkdirSync(join(client.path, "try"));
    await client.git("try", "init", "--quiet");
    await must("try", "init", "--quiet");
    const told: string[] = [];
    const say = async (...args: readonly string[]): Promise<void> => {
      const { exitCode, stdout, stderr } = await run("try", ...args);
      told.push(`${exitCode}\n${stdout}\n${stderr}`.replaceAll(url, "URL"));
    };
    await say("import", url, "data/cats", "--rev", "v1.0");
    await say("import", url, "docs", "-o", "papers");
    await say("import", url, "model.bin", "--no-download");
    await say("outdated", "--json");
    await say("update", "cats.dvc", "--rev", "v1.1");
    await say("update", "model.bin.dvc", "papers.dvc");
    await say("outdated");
    rmSync(join(client.path, "try/.dvc/cache"), { recursive: true });
    rmSync(join(client.path, "try/cats"), { recursive: true });
    await say("pull", "--json");
    await say("status", "--json");
    const files = treeOf(join(client.path, "try")).filter((line) => !/^\/\.dvc\/(tmp|cache)/.test(line));
    return {
      told,
      files: files.map((line) =>
        line.replaceAll(url, "URL").replace(/^(\/\w+(\.bin)?\.dvc false md5): \w+/, "$1: of all this"),
      ),
    };
  };
  const cloned = await imported(`${plain.url}/acme/open`);
  const served = await imported(`${fixture.server.url}/acme/open`);
  expect(served).toEqual(cloned);
  expect(served.files.some((line) => line.startsWith("/cats/new.txt"))).toBe(true);
}, 60_000);

test("a folder of many outputs comes with a few requests", async () => {
  rmSync(join(client.path, "try"), { recursive: true, force: true });
  mkdirSync(join(client.path, "try"));
  const requests = () => fixture.server.log().match(/"msg":"incoming request"/g)?.length ?? 0;
  const discoveries = () => fixture.server.log().match(/"method":"GET","url":"[^"]*\/dvc\/batch"/g)?.length ?? 0;
  const [before, discoveriesBefore] = [requests(), discoveries()];
  await must("try", "get", `${fixture.server.url}/acme/open`, "many");
  expect(readdirSync(join(client.path, "try/many"))).toHaveLength(MANY + 1);
  expect(requests() - before).toBeLessThan(8);
  expect(discoveries() - discoveriesBefore).toBe(1);
});

test("a connection that breaks off in the middle costs a user nothing", async () => {
  rmSync(join(client.path, "try"), { recursive: true, force: true });
  mkdirSync(join(client.path, "try"));
  const plan = {
    seed: 7,
    answers: ["drop", "truncate"],
    requests: ["drop"],
    everyBytes: 1_500_000,
    delayMs: 0,
  } as const;
  await using proxy = await startFaultyProxy(fixture.server.url, plan);
  const url = `${proxy.settings.url}/acme/open`;
  await must("try", "get", `${fixture.server.url}/acme/open`, ".", "-o", "whole");
  proxy.isOn = true;
  for (let round = 0; round < 4; round += 1) {
    await must("try", "get", url, ".", "-o", `part-${round}`);
    expect(treeOf(join(client.path, `try/part-${round}`))).toEqual(treeOf(join(client.path, "try/whole")));
  }
  expect(proxy.faults).toBeGreaterThan(3);
}, 60_000);

test("get and list need neither git nor a clone, and a private repository only a token in the URL", async () => {
  rmSync(join(client.path, "home"), { recursive: true, force: true });
  mkdirSync(join(client.path, "try"), { recursive: true });
  const url = gitUrl(fixture.server.url, "acme/closed.git", fixture.token("reader"));
  const withoutGit = (...args: readonly string[]) =>
    client.run("try", "/usr/bin/env", "PATH=/nowhere", process.execPath, lode, ...args);
  const got = await withoutGit("get", url, "data/cats", "-o", "private", "--rev", "v1.0");
  expect([got.exitCode, got.stderr]).toEqual([0, ""]);
  expect(readdirSync(join(client.path, "try/private"), { recursive: true })).toHaveLength(83);
  const listed = await withoutGit("list", url, "--rev", "v1.1");
  expect(listed.stdout).toContain("model.bin");
  expect(existsSync(join(client.path, "home/.cache/lode/git"))).toBe(false);
  write("home/.netrc", `machine 127.0.0.1 login x password ${fixture.token("reader")}\n`);
  const bare = `${fixture.server.url}/acme/closed`;
  expect((await withoutGit("list", bare)).stdout).toContain("model.bin");
  rmSync(join(client.path, "home/.netrc"));
  const denied = await withoutGit("list", bare);
  expect(denied.stderr).toContain("its server asks who you are");
  expect(denied.stderr).toContain(`lode login ${fixture.server.url}\``);
  expect(denied.stderr).not.toContain("Cannot run git");
  const mistyped = await withoutGit("list", "http://127.0.0.1:1/acme/closed");
  expect(mistyped.stderr).toContain("check the address");
  expect(denied.stderr + got.stderr + listed.stderr).not.toContain(fixture.token("reader"));
});
