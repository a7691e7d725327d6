import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const lode = join(root, "packages/cli/bin/lode.js");
const top = realpathSync(mkdtempSync(join(tmpdir(), "lode-docs-")));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const env = {
  PATH: process.env.PATH,
  HOME: join(top, "home"),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function makeRegistry(): void {
  const registry = join(top, "registry");
  mkdirSync(join(registry, "data/cats"), { recursive: true });
  mkdirSync(env.HOME);
  writeFileSync(join(registry, "data/cats/1.txt"), "one\n");
  writeFileSync(join(registry, "data/cats/2.txt"), "two\n");
  run(registry, "git", "init", "-q");
  run(registry, process.execPath, lode, "init", "-q");
  run(registry, process.execPath, lode, "add", "-q", "data/cats");
  run(registry, "git", "add", ".");
  run(registry, "git", "commit", "-qm", "Add cats");
  run(registry, "git", "tag", "v1.2");
}

test("the examples of docs/library.md run as they are printed", () => {
  makeRegistry();
  const project = join(top, "project");
  mkdirSync(join(project, "node_modules/@lode"), { recursive: true });
  symlinkSync(join(root, "packages/core"), join(project, "node_modules/@lode/core"));
  const page = readFileSync(join(root, "docs/library.md"), "utf8");
  const examples = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code ?? "");
  expect(examples).toHaveLength(2);
  const printed = examples.map((code, i) => {
    writeFileSync(join(project, `example-${i}.mts`), code);
    return run(project, process.execPath, `example-${i}.mts`);
  });
  expect(printed[1]).toBe("true 4\n");
  expect(readFileSync(join(project, "cats/2.txt"), "utf8")).toBe("two\n");
});
