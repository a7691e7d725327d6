import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "../cli/workspace.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const DIRS = 20;
const FILES = 200;

/** A project whose directories are all garbage but one. */
function garbage(): Workspace {
  const workspace = makeWorkspace();
  for (let dir = 0; dir < DIRS; dir++) {
    for (let i = 0; i < FILES; i++) workspace.write(`d${dir}/${i}`, `${dir} ${i}`);
  }
  const { exitCode, stderr } = workspace.shell(
    `set -e; git init -q; "$0" "$1" init -q; "$0" "$1" add -q d*/; rm d?*.dvc; git add -A; "$0" "$1" add -q d0`,
  );
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

test("a kill of gc leaves no listing whose files are gone, and what is needed", async () => {
  const workspace = garbage();
  const store = join(workspace.dir, ".dvc/cache/files/md5");
  const count = () => readdirSync(store, { recursive: true }).length;
  const before = count();
  const child = spawn(process.execPath, [binary, "gc", "-w", "-f"], { cwd: workspace.dir, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (child.exitCode === null && count() === before) await nextTurn();
  child.kill("SIGKILL");
  await ended;
  for (const name of readdirSync(store, { recursive: true }).map(String)) {
    if (!name.endsWith(".dir")) continue;
    const members: readonly { readonly md5: string }[] = JSON.parse(readFileSync(join(store, name), "utf8"));
    for (const { md5 } of members) expect(existsSync(join(store, md5.slice(0, 2), md5.slice(2)))).toBe(true);
  }
  expect(workspace.run(["status"]).stdout).toBe("Data and pipelines are up to date.\n");
  expect(workspace.run(["gc", "-w", "-f"]).exitCode).toBe(0);
  const objects = readdirSync(store, { recursive: true }).filter((name) => String(name).includes("/"));
  expect(objects).toHaveLength(FILES + 1);
});
