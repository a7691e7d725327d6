import { expect, test } from "vitest";
import { gitFixture } from "../testing/git-fixture.ts";
import { listMissingBlobs } from "./fetch-blobs.ts";

test("listMissingBlobs() asks git about a repository, but not about one that is known to be whole", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const head = await fixture.git("r", "rev-parse", "HEAD");
  expect(await listMissingBlobs(repo, head)).toEqual(new Set());
  const withoutGit = { ...repo, env: { PATH: fixture.dir } };
  await expect(listMissingBlobs(withoutGit, head)).rejects.toMatchObject({ code: "GIT_MISSING" });
  expect(await listMissingBlobs({ ...withoutGit, isWhole: true }, head)).toEqual(new Set());
});
