import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitFixture } from "../git/testing/git-fixture.ts";
import { ensureProjectFiles } from "./ensure-project-files.ts";

async function project(files: Readonly<Record<string, string>> = {}) {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("repo", { ".dvc/config": "", ...files });
  const root = join(fixture.dir, "repo");
  return { repo, root, ignored: () => readFile(join(root, ".dvc/.gitignore"), "utf8") };
}

test("ensureProjectFiles() creates the temporary folder and the ignore file", async () => {
  const { repo, root, ignored } = await project();
  await ensureProjectFiles(root, repo);
  await expect(ignored()).resolves.toBe("/config.local\n/tmp\n/cache\n");
  expect((await stat(join(root, ".dvc/tmp/btime"))).size).toBe(0);
});

test("ensureProjectFiles() adds only what no rule of Git covers", async () => {
  const { repo, root, ignored } = await project({ ".gitignore": "tmp\n", ".dvc/.gitignore": "/lock\n/cache" });
  await ensureProjectFiles(root, repo);
  await expect(ignored()).resolves.toBe("/lock\n/cache\n/config.local\n");
});

test("ensureProjectFiles() keeps the file when nothing is missing", async () => {
  const text = "/tmp\n/other\n/cache\n/config.local\n";
  const { repo, root, ignored } = await project({ ".dvc/.gitignore": text });
  await ensureProjectFiles(root, repo);
  await expect(ignored()).resolves.toBe(text);
});

test("ensureProjectFiles() writes no ignore file without Git, and keeps the time of the checkout", async () => {
  const { root, ignored } = await project();
  await ensureProjectFiles(root, undefined);
  const before = await stat(join(root, ".dvc/tmp/btime"));
  await ensureProjectFiles(root, undefined);
  expect((await stat(join(root, ".dvc/tmp/btime"))).mtimeMs).toBe(before.mtimeMs);
  await expect(ignored()).rejects.toMatchObject({ code: "ENOENT" });
});
