/**
 * The tour of the README: a registry is published, and others get, import and update data from it. Everything is real
 * (Git repositories, three published versions of the npm package vega-datasets) and lies in a temporary folder, which is
 * removed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

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
  XDG_CACHE_HOME: join(top, "home/.cache"),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Curator",
  GIT_AUTHOR_EMAIL: "curator@example.com",
  GIT_COMMITTER_NAME: "Curator",
  GIT_COMMITTER_EMAIL: "curator@example.com",
};

try {
  tour();
} finally {
  rmSync(top, { recursive: true, force: true });
}

function tour(): void {
  for (const folder of [environment.HOME, registry, folderOfOthers, project]) mkdirSync(folder, { recursive: true });

  say("A curator starts a registry: a Git repository with a default remote for the bytes.");
  run(registry, "git init -q -b main");
  run(registry, "lode init -q");
  run(registry, "lode config core.autostage true");
  run(registry, `lode remote add -d storage ${join(top, "storage")}`);

  say(
    `She tracks the files of vega-datasets ${published.v1}, sends their bytes to the storage, and publishes version 1.`,
  );
  publish("v1");
  say(`Version 2 is vega-datasets ${published.v2}: only files that are new or changed move.`);
  publish("v2");
  say(`Version 3 is vega-datasets ${published.v3}.`);
  publish("v3");
  run(registry, "lode diff v1 v3 --hide-missing --targets data/vega/movies.json data/vega/cars.json");

  say("Anyone can look, and take one file, without a project of their own.");
  run(folderOfOthers, "lode list ../registry data/vega --rev v3 --include '*.csv'");
  run(folderOfOthers, "lode get ../registry data/vega/movies.json --rev v2");

  say("A project imports the whole dataset, locked to version 1, and later moves the lock to version 3.");
  run(project, "git init -q -b main");
  run(project, "lode init -q");
  run(project, "lode import ../registry data/vega --rev v1");
  run(project, "git add .");
  run(project, "git commit -qm 'Import vega'");
  const imported = digestOf(join(project, "vega"));
  run(project, "lode update vega.dvc --rev v3");
  run(project, "git diff --unified=0 vega.dvc");
  run(project, "lode status");

  say("The bytes are those that npm delivered (SHA-256 over all files with their names):");
  compare(
    "movies.json, taken at v2",
    digestOf(join(folderOfOthers, "movies.json")),
    digestOf(source("v2", "movies.json")),
  );
  compare("vega, imported at v1", imported, digestOf(source("v1")));
  compare("vega, updated to v3", digestOf(join(project, "vega")), digestOf(source("v3")));
}

/** Replaces the dataset by one of the packages, and publishes it under a tag. */
function publish(tag: Tag): void {
  rmSync(join(registry, "data"), { recursive: true, force: true });
  cpSync(source(tag), join(registry, "data/vega"), { recursive: true });
  run(registry, "lode add data/vega");
  run(registry, "lode push");
  run(registry, `git commit -qam 'vega-datasets ${published[tag]}'`);
  run(registry, `git tag ${tag}`);
}

/** The data of a package, or one file of it. */
function source(tag: Tag, file = ""): string {
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
  console.log(`${got.slice(0, 16)}…  ${what}\n${wanted.slice(0, 16)}…  the same in the package`);
  if (got !== wanted) throw new Error(`${what}: the bytes are not those of the package`);
}

function say(sentence: string): void {
  console.log(`\n# ${sentence}`);
}

/** Prints a command and runs it; a failure ends the tour. */
function run(cwd: string, line: string): void {
  console.log(`$ ${line.replaceAll(top, "/tmp/tour")}`);
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  const [command = "", ...args] = words;
  const argv: readonly [string, ...string[]] =
    command === "lode" ? [process.execPath, lode, ...args] : [command, ...args];
  const { status } = spawnSync(argv[0], argv.slice(1), {
    cwd,
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`"${line}" ended with ${status}`);
}
