import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInRepo } from "@lode/core/engine";
import { expect, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { gitHost } from "./git-host.ts";
import { createHosted, hostedRepo } from "./hosted-repository.ts";
import { maintainRepository, needsMaintenance } from "./maintain-repository.ts";

const identity = {
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.org",
};

test("needsMaintenance() counts packs that can be joined, objects of their own, and references", () => {
  using folder = makeTempFolder();
  const make = (path: string, count: number, end = ""): void => {
    mkdirSync(join(folder.path, path), { recursive: true });
    for (let i = 0; i < count; i += 1) writeFileSync(join(folder.path, path, `pack-${i}${end}`), "");
  };
  const needs = (): boolean => needsMaintenance(folder.path);
  expect(needs()).toBe(false);
  make("objects/pack", 32, ".pack");
  make("objects/pack", 1, ".keep");
  make("objects/17", 7);
  make("refs/tags", 255);
  expect(needs()).toBe(false);
  make("objects/pack", 33, ".pack");
  expect(needs()).toBe(true);
});

test("maintainRepository() joins everything, and keeps what no reference leads to", async () => {
  using folder = makeTempFolder();
  const host = gitHost({ dataDir: folder.path, pushMaxBytes: 1 << 30 }, process.env);
  await createHosted(host, "r");
  const repo = hostedRepo(host, "r");
  const git = async (args: readonly string[], input = ""): Promise<string> => {
    const { stdout } = await runInRepo(repo, args, { input, extraEnv: identity });
    return stdout.toString().trim();
  };
  const lost = await git(["hash-object", "-w", "--stdin"], "no reference leads here");
  const tree = await git(["mktree"]);
  let commit = "";
  for (let i = 0; i < 40; i += 1) {
    commit = await git(["commit-tree", "-m", `${i}`, tree, ...(commit === "" ? [] : ["-p", commit])]);
    await git(["update-ref", `refs/tags/v${i}`, commit]);
    await git(["pack-objects", "-q", "objects/pack/pack"], `${commit}\n`);
  }
  expect(needsMaintenance(repo.gitDir)).toBe(true);
  const refs = await git(["show-ref"]);
  await maintainRepository(repo, new AbortController().signal);
  expect(needsMaintenance(repo.gitDir)).toBe(false);
  const packs = readdirSync(join(repo.gitDir, "objects/pack"));
  expect(packs.filter((name) => name.endsWith(".pack"))).toHaveLength(1);
  expect(packs).toContain("multi-pack-index");
  expect(await git(["show-ref"])).toBe(refs);
  expect(await git(["cat-file", "blob", lost])).toBe("no reference leads here");
  expect(await git(["rev-list", "--count", commit])).toBe("40");
  await git(["fsck", "--strict", "--full"]);
  await maintainRepository(repo, new AbortController().signal);
  expect(readdirSync(join(repo.gitDir, "objects/pack")).filter((name) => name.endsWith(".pack"))).toHaveLength(1);
});
