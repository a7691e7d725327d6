import { expect, test } from "vitest";
import { namedCommits } from "./named-commits.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("namedCommits() finds what names lead to as git does, and leaves out what leads to no commit", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const first = await fixture.git("r", "rev-parse", "HEAD");
  await fixture.git("r", "tag", "-a", "noted", "-m", "x");
  await fixture.git("r", "tag", "-a", "twice", "-m", "x", "noted");
  await fixture.git("r", "branch", "both");
  const second = await fixture.commit("r", "second");
  await fixture.git("r", "tag", "both", second);
  await fixture.git("r", "tag", "blob", await fixture.git("r", "rev-parse", "HEAD:a"));
  const names = ["HEAD", "main", "noted", "twice", "both", "blob", "nowhere"];
  expect(await namedCommits(repo, names)).toEqual(
    new Map([
      ["HEAD", second],
      ["main", second],
      ["noted", first],
      ["twice", first],
      ["both", second],
    ]),
  );
  expect(await namedCommits(repo, [])).toEqual(new Map());
});
