import { join } from "node:path";
import { expect, test } from "vitest";
import { gitFixture } from "../git/testing/git-fixture.ts";
import { GitReaders } from "../git/tree/git-readers.ts";
import { committedProjects } from "./committed-projects.ts";
import { loadIndex } from "./load-index.ts";

const dvcFile = "outs:\n- md5: 5d41402abc4b2a76b9719d911017c592\n  size: 5\n  hash: md5\n  path: a\n";

test("committedProjects() opens the projects of the root and of folders, of a repository without a work tree", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("r", {
    ".dvc/config": "[core]\n    remote = s\n['remote \"s\"']\n    url = http://host/x\n",
    "a.dvc": dvcFile,
    "team/one/.dvc/config": "",
    "team/one/a.dvc": dvcFile,
    "team/two/plain": "",
  });
  await fixture.git(".", "clone", "--quiet", "--bare", "r", "bare.git");
  const gitDir = join(fixture.dir, "bare.git");
  const commit = await fixture.git("r", "rev-parse", "HEAD");
  const nowhere = join(fixture.dir, "nowhere");
  const context = {
    cwd: fixture.dir,
    homeDir: fixture.dir,
    systemConfigDir: nowhere,
    globalConfigDir: nowhere,
    userCacheDir: nowhere,
    git: fixture,
    commandLine: "",
  };
  const repo = { ...fixture, gitDir, commonDir: gitDir };
  await using readers = new GitReaders(repo);
  const projects = await committedProjects({ repo, context }, commit, readers);
  expect(projects.map(({ prefix, project }) => [prefix, project.config.core.remote])).toEqual([
    ["", "s"],
    ["team/one", undefined],
  ]);
  for (const { project } of projects) {
    expect((await loadIndex(project)).stages.map(({ address }) => address)).toEqual(["a.dvc"]);
  }
});
