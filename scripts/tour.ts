/**
 * The tour of the README: a registry is published, and others get, import and update data from it. Everything is real
 * (Git repositories, this checkout's own documents as the dataset) and lies in a temporary folder, which is removed.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const checkout = dirname(import.meta.dirname);
const lode = join(checkout, "packages/cli/bin/lode.js");
const top = mkdtempSync(join(tmpdir(), "lode-tour-"));
const registry = join(top, "registry");
const project = join(top, "project");
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
  for (const folder of [environment.HOME, registry, project]) mkdirSync(folder, { recursive: true });

  say("A curator starts a registry: a Git repository with a default remote for the bytes.");
  run(registry, "git init -q -b main");
  run(registry, "lode init -q");
  run(registry, `lode remote add -d storage ${join(top, "storage")}`);

  say("She adds a dataset, sends its bytes to the storage, and publishes version 1.");
  cpSync(join(checkout, "docs"), join(registry, "data/handbook"), { recursive: true });
  run(registry, "lode add data/handbook");
  run(registry, "lode push");
  run(registry, "git add .");
  run(registry, "git commit -qm 'Add the handbook'");
  run(registry, "git tag v1");

  say("Version 2 has one more file; only that file and the new manifest move.");
  writeFileSync(join(registry, "data/handbook/news.md"), "# News\n\nThere is a second version.\n");
  run(registry, "lode add data/handbook");
  run(registry, "lode push");
  run(registry, "git add .");
  run(registry, "git commit -qm 'Add the news'");
  run(registry, "git tag v2");

  say("Anyone can look, and take a copy, without a project of their own.");
  run(top, "lode list registry data/handbook --size");
  run(top, "lode get registry data/handbook --rev v1 -o copy");

  say("A project imports the data, locked to version 1, and later moves the lock.");
  run(project, "git init -q -b main");
  run(project, "lode init -q");
  run(project, "lode import ../registry data/handbook --rev v1");
  run(project, "git add .");
  run(project, "git commit -qm 'Import the handbook'");
  run(project, "lode update handbook.dvc --rev v2");
  run(project, "git diff --unified=0 handbook.dvc");
  run(project, "lode status");

  const files = readdirSync(join(project, "handbook")).length;
  console.log(`\nDone: ${files} entries in the imported handbook. Next: lode --help`);
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
