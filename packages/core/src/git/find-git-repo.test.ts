import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findGitRepo, openLocalRepo } from "./find-git-repo.ts";
import { headCommit } from "./resolve-revision.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("findGitRepo() finds the repository at the folder, or above it when asked", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("r", { "d/e/x": "x" });
  const deep = join(fixture.dir, "r/d/e");
  expect(await findGitRepo(deep, fixture)).toBeUndefined();
  expect(await findGitRepo(deep, { ...fixture, searchParents: true })).toMatchObject({
    gitDir: join(fixture.dir, "r/.git"),
    workTree: join(fixture.dir, "r"),
  });
  expect(await findGitRepo(join(fixture.dir, "nope"), { ...fixture, searchParents: true })).toBeUndefined();
});

test("findGitRepo() passes over a .git that is no repository", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const outer = await fixture.repo("r", { a: "a" });
  await mkdir(join(fixture.dir, "r/d/.git"), { recursive: true });
  await fixture.write("r/f/.git", "nonsense");
  for (const folder of ["d", "f"]) {
    const found = await findGitRepo(join(fixture.dir, "r", folder), { ...fixture, searchParents: true });
    expect(found?.workTree).toBe(outer.workTree);
  }
});

test("findGitRepo() follows the .git files of linked work trees and submodules", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("lib", { z: "z" });
  await fixture.repo("r", { a: "a" });
  const commit = await fixture.git("r", "rev-parse", "HEAD");
  await fixture.git("r", "worktree", "add", "--quiet", "../linked");
  await fixture.git("r", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../lib", "sub");
  const linked = await findGitRepo(join(fixture.dir, "linked"), fixture);
  expect(linked).toMatchObject({
    gitDir: join(fixture.dir, "r/.git/worktrees/linked"),
    commonDir: join(fixture.dir, "r/.git"),
    workTree: join(fixture.dir, "linked"),
  });
  expect(linked && (await headCommit(linked))).toBe(commit);
  const sub = await findGitRepo(join(fixture.dir, "r/sub"), fixture);
  expect(sub?.gitDir).toBe(join(fixture.dir, "r/.git/modules/sub"));
  expect(sub && (await headCommit(sub))).toBe(await fixture.git("lib", "rev-parse", "HEAD"));
});

test("openLocalRepo() opens bare repositories, folders in a work tree and .git folders", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const { workTree } = await fixture.repo("r", { "d/x": "x" });
  const commit = await fixture.git("r", "rev-parse", "HEAD");
  await fixture.git("", "clone", "--quiet", "--bare", "r", "bare.git");
  for (const folder of ["r", "r/d", "r/.git"]) {
    expect(await openLocalRepo(join(fixture.dir, folder), fixture)).toMatchObject({ workTree });
  }
  const bare = await openLocalRepo(join(fixture.dir, "bare.git"), fixture);
  expect(bare?.workTree).toBeUndefined();
  expect(bare && (await headCommit(bare))).toBe(commit);
  expect(await findGitRepo(join(fixture.dir, "bare.git"), fixture)).toBeUndefined();
  expect(await openLocalRepo(join(fixture.dir, "home"), fixture)).toBeUndefined();
});
