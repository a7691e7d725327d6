import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { isTemporaryName } from "../../packages/core/src/fs/temporary-name.ts";
import { makeTempFolder, type TempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { hashBytes } from "../../packages/core/src/hash/md5.ts";
import { makeWorkspace, type Workspace } from "../cli/workspace.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const FILES = 2000;

/** A project that has imported the first version of a directory, whose source has a second one. */
function outdatedImport(folder: TempFolder): Workspace {
  const workspace = makeWorkspace();
  const source = (version: string) => {
    for (let i = 0; i < FILES; i++) folder.write(`src/data/${i}`, contentOf(i, version));
  };
  const shell = (script: string) => {
    const { exitCode, stderr } = workspace.shell(
      `set -e; run() { "$NODE" "$LODE" "$@"; }; NODE="$0"; LODE="$1"; ${script}`,
    );
    if (exitCode !== 0) throw new Error(stderr);
  };
  source("old");
  shell(`(cd ${folder.path}/src; git init -q; run init -q; run add -q data; git add .; git commit -qm 1)
    git init -q; run init -q; run import -q ${folder.path}/src data; git add .; git commit -qm import`);
  source("new");
  shell(`cd ${folder.path}/src; run add -q data; git commit -qam 2`);
  return workspace;
}

function contentOf(i: number, version: string): string {
  return `${version} ${i} `.repeat(100);
}

test.each([
  { step: "objects are stored", hasBegun: (dir: string) => existsSync(objectOf(dir, contentOf(7, "new"))) },
  {
    step: "files are replaced",
    hasBegun: (dir: string) => readFileSync(join(dir, "data/7"), "utf8").startsWith("new"),
  },
])("a kill of update while $step leaves the old or the new content of each file", async ({ hasBegun }) => {
  using folder = makeTempFolder();
  const workspace = outdatedImport(folder);
  const record = workspace.read("data.dvc");
  const child = spawn(process.execPath, [binary, "update", "data.dvc"], { cwd: workspace.dir, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (child.exitCode === null && !hasBegun(workspace.dir)) await nextTurn();
  child.kill("SIGKILL");
  await ended;
  for (let i = 0; i < FILES; i++) {
    expect([contentOf(i, "old"), contentOf(i, "new")]).toContain(workspace.read(`data/${i}`));
  }
  expect(workspace.read("data.dvc")).toBe(record);
  expectWholeObjects(workspace);
  expect(workspace.run(["update", "data.dvc"]).exitCode).toBe(0);
  expect(workspace.read("data/7")).toBe(contentOf(7, "new"));
  expect(workspace.run(["status"]).stdout).toBe("Data and pipelines are up to date.\n");
});

function objectOf(dir: string, content: string): string {
  const oid = hashBytes(Buffer.from(content));
  return join(dir, ".dvc/cache/files/md5", oid.slice(0, 2), oid.slice(2));
}

function expectWholeObjects(workspace: Workspace): void {
  const { stdout } = workspace.shell("cd .dvc/cache/files/md5; find . -type f | cut -c3-");
  for (const name of stdout.trim().split("\n")) {
    if (isTemporaryName(name.split("/").at(-1) ?? "")) continue;
    const content = readFileSync(join(workspace.dir, ".dvc/cache/files/md5", name));
    expect(hashBytes(content)).toBe(name.replace("/", "").replace(".dir", ""));
  }
}
