/**
 * The tour of the README: a registry server is started, data is published to it, and others search, get, import and update
 * from it. Everything is real (the server, Git repositories, three published versions of the npm package vega-datasets) and
 * lies in a temporary folder, which is removed; nothing needs a network.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { dvcCommand } from "./test-env.ts";

const checkout = dirname(import.meta.dirname);
const lode = join(checkout, "packages/cli/bin/lode.js");
const top = mkdtempSync(join(tmpdir(), "lode-tour-"));
const registry = join(top, "registry");
const folderOfOthers = join(top, "elsewhere");
const project = join(top, "project");
/** The versions of vega-datasets that the tags of the registry stand for; see devDependencies. */
const published = { v1: "1.31.1", v2: "2.11.0", v3: "3.2.1" } as const;
type Tag = keyof typeof published;
const environment = {
  ...process.env,
  HOME: join(top, "home"),
  XDG_CONFIG_HOME: join(top, "home/.config"),
  XDG_CACHE_HOME: join(top, "home/.cache"),
  GIT_CONFIG_GLOBAL: join(top, "home/.gitconfig"),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Curator",
  GIT_AUTHOR_EMAIL: "curator@example.com",
  GIT_COMMITTER_NAME: "Curator",
  GIT_COMMITTER_EMAIL: "curator@example.com",
  DVC_NO_ANALYTICS: "1",
  DVC_SITE_CACHE_DIR: join(top, "home/.cache/dvc"),
};

try {
  await tour();
} finally {
  rmSync(top, { recursive: true, force: true });
}

async function tour(): Promise<void> {
  for (const folder of [environment.HOME, registry, folderOfOthers, project]) mkdirSync(folder, { recursive: true });
  say("Somebody starts a registry server: one process, one folder. It prints the token of its administrator.");
  const server = await startServer();
  try {
    await publishAll(server);
    await useAll(server);
  } finally {
    await server.stop();
  }
}

async function publishAll({ url, token }: Server): Promise<void> {
  say("A curator signs in, once for lode and git, and makes a repository that everybody may read.");
  run(registry, `lode login ${url} --with-token`, token);
  await call({ url, token }, "/namespaces", { name: "acme" });
  await call({ url, token }, "/repositories", { namespace: "acme", name: "vega", visibility: "public" });

  say("The repository has Git for the metadata, and a remote for the bytes.");
  run(registry, "git init -q -b main");
  run(registry, `git remote add origin ${url}/acme/vega`);
  run(registry, "lode init -q");
  run(registry, "lode config core.autostage true");
  run(registry, `lode remote add -d server ${url}/acme/vega/dvc`);

  say(`She tracks the files of vega-datasets ${published.v1}, sends their bytes, and publishes version 1.`);
  publish("v1");
  say(`Version 2 is vega-datasets ${published.v2}: only files that are new or changed move.`);
  publish("v2");
  say(`Version 3 is vega-datasets ${published.v3}.`);
  publish("v3");
  run(registry, "lode diff v1 v3 --hide-missing --targets data/vega/movies.json data/vega/cars.json");
  run(registry, `lode logout ${url}`);
}

async function useAll(server: Server): Promise<void> {
  const source = `${server.url}/acme/vega`;
  say("Anyone can search, look, and take one file, without a project of their own and without signing in.");
  await search(server, "vega");
  run(folderOfOthers, `lode list ${source} data/vega --rev v3 --include '*.csv'`);
  run(folderOfOthers, `lode get ${source} data/vega/movies.json --rev v2`);

  say("A project imports the whole dataset, locked to version 1, and later moves the lock to version 3.");
  run(project, "git init -q -b main");
  run(project, "lode init -q");
  run(project, `lode import ${source} data/vega --rev v1`);
  run(project, "git add .");
  run(project, "git commit -qm 'Import vega'");
  const imported = digestOf(join(project, "vega"));
  run(project, "lode update vega.dvc --rev v3");
  run(project, "git diff --unified=0 vega.dvc");
  run(project, "lode status");

  const dvc = findDvc();
  if (dvc !== undefined) {
    say("Whoever has DVC uses the same server with it.");
    run(folderOfOthers, `git clone -q ${source} with-dvc`);
    run(join(folderOfOthers, "with-dvc"), "dvc pull -q");
  }

  say("The bytes are those that npm delivered (SHA-256 over all files with their names):");
  compare("movies.json, taken at v2", join(folderOfOthers, "movies.json"), packageData("v2", "movies.json"));
  compareDigests("vega, imported at v1", imported, digestOf(packageData("v1")));
  compare("vega, updated to v3", join(project, "vega"), packageData("v3"));
  if (dvc !== undefined) compare("vega, pulled by dvc", join(folderOfOthers, "with-dvc/data/vega"), packageData("v3"));
}

/** A running `lode serve`. */
interface Server {
  readonly url: string;
  readonly token: string;
}

async function startServer(): Promise<Server & { stop(): Promise<void> }> {
  const args = ["serve", "--data", join(top, "server"), "--port", "0"];
  console.log(`$ lode ${args.join(" ").replaceAll(top, "/tmp/tour")}`);
  const child = spawn(process.execPath, [lode, ...args, "--json"], {
    env: { ...environment, LODE_SERVE_LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), once(child, "exit")]);
  if (typeof line !== "string") throw new Error(`lode serve ended with ${line}`);
  const { url, administratorToken } = JSON.parse(line);
  console.log(`Serving at ${url}`);
  return { url, token: administratorToken, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  if (child.exitCode !== null || !child.kill("SIGTERM")) return;
  await exit;
}

/** Calls the API of the server; a failure ends the tour. */
async function call({ url, token }: Server, path: string, body: Readonly<Record<string, string>>): Promise<void> {
  console.log(`$ POST /api/v1${path} ${JSON.stringify(body)}`);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** Searches without signing in. What was pushed is indexed within seconds. */
async function search({ url }: Server, words: string): Promise<void> {
  console.log(`$ GET /api/v1/search?q=${words}`);
  for (const endMs = Date.now() + 10_000; Date.now() < endMs; await pause(50)) {
    const text = await (await fetch(`${url}/api/v1/search?q=${words}`)).text();
    const answer: { items: readonly { path: string }[] } = JSON.parse(text);
    if (!answer.items.some(({ path }) => path === "data/vega")) continue;
    for (const item of answer.items) console.log(JSON.stringify(item));
    return;
  }
  throw new Error("the search does not find what was published");
}

/** The real DVC, if it is installed: on PATH, or for the tests. */
function findDvc(): string | undefined {
  const places = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "dvc"));
  return [...places, dvcCommand].find((path) => existsSync(path));
}

/** Replaces the dataset by one of the packages, and publishes it under a tag. */
function publish(tag: Tag): void {
  rmSync(join(registry, "data"), { recursive: true, force: true });
  cpSync(packageData(tag), join(registry, "data/vega"), { recursive: true });
  run(registry, "lode add data/vega");
  run(registry, "lode push");
  run(registry, `git commit -qam 'vega-datasets ${published[tag]}'`);
  run(registry, `git tag ${tag}`);
  run(registry, `git push -q origin main ${tag}`);
}

/** The data of a package, or one file of it. */
function packageData(tag: Tag, file = ""): string {
  return join(checkout, "node_modules", `vega-datasets-${tag.slice(1)}`, "data", file);
}

/** One digest for a file, or for all files of a folder with their relative names. */
function digestOf(path: string): string {
  const digest = createHash("sha256");
  const names = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map(String) : [""];
  for (const name of names.sort()) {
    const file = join(path, name);
    if (statSync(file).isFile()) digest.update(`${name}\0`).update(readFileSync(file));
  }
  return digest.digest("hex");
}

function compare(what: string, got: string, wanted: string): void {
  compareDigests(what, digestOf(got), digestOf(wanted));
}

function compareDigests(what: string, got: string, wanted: string): void {
  console.log(`${got.slice(0, 16)}…  ${what}\n${wanted.slice(0, 16)}…  the same in the package`);
  if (got !== wanted) throw new Error(`${what}: the bytes are not those of the package`);
}

function say(sentence: string): void {
  console.log(`\n# ${sentence}`);
}

/** Prints a command and runs it, with something on its standard input; a failure ends the tour. */
function run(cwd: string, line: string, input = ""): void {
  console.log(`$ ${line.replaceAll(top, "/tmp/tour")}`);
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  const [command = "", ...args] = words;
  const programs: Readonly<Record<string, readonly string[]>> = {
    lode: [process.execPath, lode],
    dvc: [findDvc() ?? "dvc"],
  };
  const [program = command, ...first] = programs[command] ?? [];
  const { status } = spawnSync(program, [...first, ...args], {
    cwd,
    env: environment,
    input,
    stdio: ["pipe", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`"${line}" ended with ${status}`);
}
