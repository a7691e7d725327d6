import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findIgnored } from "./find-ignored.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("findIgnored() applies the rules of every level, to tracked files too", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { "data/x": "x", "sub/y": "y", keep: "k" });
  await fixture.write("r/.gitignore", "/data\n*.log\nbuild/\n");
  await fixture.write("r/sub/.gitignore", "/y\n");
  await fixture.write("home/git/ignore", "*.mine\n");
  const asked = [
    "data",
    "data/x",
    "sub/y",
    "keep",
    "a.log",
    "b.mine",
    "build",
    "build/",
    ":(top)keep",
    ":a.log",
    "*.log",
    "-x.log",
  ];
  const ignored = await findIgnored(repo, asked);
  expect([...ignored]).toEqual(["data", "data/x", "sub/y", "a.log", "b.mine", "build/", ":a.log", "*.log", "-x.log"]);
  expect((await findIgnored(repo, [])).size).toBe(0);
});

test("findIgnored() finds nothing ignored behind a link and still answers for the others", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { ".gitignore": "*.log\n", "dir/a.log": "" });
  await symlink("dir", join(fixture.dir, "r/link"));
  expect([...(await findIgnored(repo, ["link/a.log", "dir/a.log", "link/deep/b.log"]))]).toEqual(["dir/a.log"]);
});

test("findIgnored() throws GIT_FAILED for a path outside the work tree", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  await expect(findIgnored(repo, ["../elsewhere"])).rejects.toMatchObject({ code: "GIT_FAILED" });
});
