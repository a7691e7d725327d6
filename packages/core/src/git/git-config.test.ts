import { join } from "node:path";
import { expect, test } from "vitest";
import { gitConfigGet, gitConfigSet, hooksDir, remoteUrl } from "./git-config.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("gitConfigSet() stores values that look like options or hold line breaks", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r");
  for (const value of ["-v", "--global", "two\nlines", "", 'quo"te', "true"]) {
    await gitConfigSet(repo, "merge.dvc.driver", value);
    expect(await gitConfigGet(repo, "merge.dvc.driver")).toBe(value);
  }
  expect(await gitConfigGet(repo, "merge.dvc.name")).toBeUndefined();
  await expect(gitConfigSet(repo, "--global", "x")).rejects.toMatchObject({ code: "GIT_FAILED" });
});

test("remoteUrl() reads the address of a remote", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r");
  expect(await remoteUrl(repo)).toBeUndefined();
  await fixture.git("r", "remote", "add", "origin", "git@example.com:team/registry.git");
  expect(await remoteUrl(repo)).toBe("git@example.com:team/registry.git");
});

test("hooksDir() respects core.hooksPath and linked work trees", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const hooks = join(fixture.dir, "r/.git/hooks");
  expect(await hooksDir(repo)).toBe(hooks);
  await fixture.git("r", "worktree", "add", "--quiet", "../linked");
  expect(await hooksDir(await fixture.repo("linked"))).toBe(hooks);
  await gitConfigSet(repo, "core.hooksPath", "my-hooks");
  expect(await hooksDir(repo)).toBe(join(fixture.dir, "r/my-hooks"));
});
