import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashBytes } from "../../packages/core/src/hash/md5.ts";
import { dvcCommand, ensureTestEnv } from "../../scripts/test-env.ts";
import { makeWorkspace, type Workspace } from "../cli/workspace.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const lode = [process.execPath, binary];
const NAMES = ["a", "b", "c", "d", "e", "f"];

interface Ending {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Starts a command in a folder of a workspace, without waiting for its end. */
function start(command: readonly string[], cwd: string): Promise<Ending> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.once("close", (exitCode) => resolve({ exitCode, stderr })));
}

function initProject(workspace: Workspace, dir: string): string {
  const path = join(workspace.dir, dir);
  workspace.write(`${dir}/.keep`, "");
  expect(workspace.shell(`cd ${dir} && git init -q && "$0" "$1" init -q`)).toMatchObject({ exitCode: 0 });
  return path;
}

test("commands of lode and dvc take turns in one project", async () => {
  ensureTestEnv();
  const workspace = makeWorkspace();
  const dir = initProject(workspace, "project");
  for (const name of NAMES) workspace.write(`project/${name}`, `content of ${name}\n`);
  const commands = NAMES.map((name, i) => [...(i % 2 === 0 ? lode : [dvcCommand]), "--wait-for-lock", "add", name]);
  const endings = await Promise.all(commands.map((command) => start(command, dir)));
  for (const ending of endings) expect(ending).toMatchObject({ exitCode: 0 });
  expect(workspace.read("project/.gitignore").trim().split("\n").sort()).toEqual(NAMES.map((name) => `/${name}`));
  expect(await start([dvcCommand, "status", "-q"], dir)).toMatchObject({ exitCode: 0 });
  expect(await start([...lode, "status", "-q"], dir)).toMatchObject({ exitCode: 0 });
});

test("a command that does not wait says which lock is held, and changes nothing", async () => {
  ensureTestEnv();
  const workspace = makeWorkspace();
  const dir = initProject(workspace, "project");
  workspace.write("project/a", "a");
  const hold = `import sys; from dvc.lock import make_lock; lock = make_lock(".dvc/tmp/lock"); lock.lock(); print(flush=True); sys.stdin.read()`;
  const holder = spawn(join(dvcCommand, "../python"), ["-c", hold], { cwd: dir, stdio: ["pipe", "pipe", "inherit"] });
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  const { exitCode, stderr } = await start([...lode, "add", "a"], dir);
  holder.stdin.end();
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain(".dvc/tmp/lock");
  expect(workspace.shell("ls project").stdout).toBe("a\n");
});

test("projects on one shared cache need no lock", async () => {
  const workspace = makeWorkspace();
  const files = Array.from({ length: 300 }, (_, i) => [`data/${i}`, `the same ${i}`] as const);
  const dirs = NAMES.slice(0, 4).map((name) => initProject(workspace, name));
  for (const name of NAMES.slice(0, 4)) {
    for (const [path, content] of files) workspace.write(`${name}/${path}`, content);
    workspace.shell(`cd ${name} && "$0" "$1" cache dir -q ${workspace.dir}/cache`);
  }
  const endings = await Promise.all(dirs.map((dir) => start([...lode, "add", "-q", "data"], dir)));
  for (const ending of endings) expect(ending).toMatchObject({ exitCode: 0 });
  const objects = workspace.shell("cd cache/files/md5 && find . -type f -not -name '.*'").stdout.trim().split("\n");
  expect(objects.length).toBe(files.length + 1);
  for (const object of objects) {
    const content = readFileSync(join(workspace.dir, "cache/files/md5", object));
    expect(hashBytes(content)).toBe(object.replaceAll(/[./]|dir$/g, ""));
  }
});
