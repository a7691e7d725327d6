import { expect, test } from "vitest";
import { listAnnotatedTags } from "./list-annotated-tags.ts";
import { listAllCommits, listFirstParents, readLog } from "./list-commits.ts";
import { headBranch, listBranches, listTags } from "./list-refs.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("listBranches() and listTags() lead to commits", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const commit = await fixture.git("r", "rev-parse", "HEAD");
  await fixture.git("r", "branch", "topic/ü");
  await fixture.git("r", "tag", "light");
  await fixture.git("r", "tag", "-a", "dir=model@v1.0.0", "-m", "release");
  await fixture.git("r", "tag", "blob", await fixture.git("r", "rev-parse", "HEAD:a"));
  const timeMs = Number(await fixture.git("r", "log", "-1", "--format=%ct")) * 1000;
  expect(await listBranches(repo)).toEqual([
    { name: "main", commit, timeMs },
    { name: "topic/ü", commit, timeMs },
  ]);
  expect((await listTags(repo)).map((tag) => tag.name)).toEqual(["dir=model@v1.0.0", "light"]);
  expect(await listAnnotatedTags(repo)).toEqual([
    {
      name: "dir=model@v1.0.0",
      oid: await fixture.git("r", "rev-parse", "dir=model@v1.0.0"),
      commit,
      timeMs: Date.parse("2024-05-01T11:00:00Z"),
      tagger: "Carl Committer <carl@example.com>",
      subject: "release",
    },
  ]);
});

test("headBranch() knows the branch before its first commit, and none when HEAD is detached", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r");
  expect(await headBranch(repo)).toBe("main");
  await fixture.commit("r", "first");
  await fixture.git("r", "checkout", "--quiet", "--detach");
  expect(await headBranch(repo)).toBeUndefined();
});

test("listAllCommits() finds what branches, tags and a detached HEAD lead to", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r");
  expect(await listAllCommits(repo)).toEqual([]);
  const first = await fixture.commit("r", "first");
  const second = await fixture.commit("r", "second");
  await fixture.git("r", "tag", "t");
  await fixture.git("r", "checkout", "--quiet", "--detach", first);
  const third = await fixture.commit("r", "third");
  await fixture.git("r", "branch", "-f", "main", first);
  expect(new Set(await listAllCommits(repo))).toEqual(new Set([first, second, third]));
  expect(await listFirstParents(repo, "t", 5)).toEqual([second, first]);
});

test("readLog() tells the history, of some paths if asked", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  await fixture.write("r/b", "b");
  const second = await fixture.commit("r", "second: ünïcode\n\nbody");
  const log = await readLog(repo);
  expect(log).toHaveLength(2);
  expect(log[0]).toEqual({
    commit: second,
    parents: [log[1]?.commit],
    author: "Ann Author",
    email: "ann@example.com",
    timeMs: Date.parse("2024-05-01T11:00:00Z"),
    subject: "second: ünïcode",
  });
  expect((await readLog(repo, { paths: ["b"] })).map((entry) => entry.commit)).toEqual([second]);
  expect(await readLog(repo, { maxCount: 1 })).toHaveLength(1);
});
