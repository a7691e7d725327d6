import { join } from "node:path";
import { type GitRepo, refState, runInRepo } from "@lode/core/engine";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { type Database, openDatabase } from "../db/open-database.ts";
import { gitHost } from "./git-host.ts";
import { createHosted, hostedRepo } from "./hosted-repository.ts";
import { notedCommit, noteRevisions } from "./noted-revisions.ts";

const created_at = "2026-01-01T00:00:00.000Z";
const COMMITS = 12;

/** A repository `r` with commits on `main` that have the tags `t1` to `t12`. */
async function fixture() {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const database = await openDatabase({ kind: "sqlite", path: join(folder.path, "registry.sqlite") });
  onTestFinished(() => database.destroy());
  await database.insertInto("namespaces").values({ id: "n", name: "acme", created_at }).execute();
  const row = { id: "r", namespace_id: "n", name: "r", visibility: "public", description: "", created_at } as const;
  await database
    .insertInto("repositories")
    .values({ ...row, push_policy: "off" })
    .execute();
  const host = gitHost({ dataDir: folder.path, pushMaxBytes: 1 << 30 }, process.env);
  await createHosted(host, "r");
  const repo = hostedRepo(host, "r");
  const stream = Array.from({ length: COMMITS }, (_, at) => {
    const commit = `commit refs/heads/main\ncommitter a <a@example.org> ${1_767_225_600 + at} +0000\ndata 0\n`;
    return `${commit}reset refs/tags/t${at + 1}\nfrom refs/heads/main\n\n`;
  });
  await runInRepo(repo, ["fast-import", "--quiet"], { input: stream.join("") });
  return { database, repo };
}

/** The commit that is noted for a name, if that holds now. */
async function recall({ database, repo }: { readonly database: Database; readonly repo: GitRepo }, rev: string) {
  return await notedCommit(database, "r", { rev, state: (await refState(repo, rev)) ?? "" });
}

test("noteRevisions() notes HEAD, the default branch and the newest tags", async () => {
  const at = await fixture();
  const commits = await noteRevisions(at.database, { repo: at.repo, repositoryId: "r" });
  expect([...commits.keys()]).toEqual(["HEAD", "main", ...Array.from({ length: 10 }, (_, tag) => `t${COMMITS - tag}`)]);
  for (const rev of ["HEAD", "main", "t12"]) expect(await recall(at, rev)).toBe(commits.get("t12"));
  expect(await recall(at, "t3")).toBe(commits.get("t3"));
  expect(commits.get("t3")).not.toBe(commits.get("t12"));
  for (const rev of ["t2", "nowhere"]) expect(await recall(at, rev)).toBeUndefined();
});

test("notedCommit() says nothing of what has moved, until it is noted again", async () => {
  const at = await fixture();
  const place = { repo: at.repo, repositoryId: "r" };
  const commits = await noteRevisions(at.database, place);
  await runInRepo(at.repo, ["update-ref", "refs/heads/main", "t5"]);
  for (const rev of ["HEAD", "main"]) expect(await recall(at, rev)).toBeUndefined();
  expect(await recall(at, "t5")).toBe(commits.get("t5"));
  await runInRepo(at.repo, ["pack-refs", "--all"]);
  expect(await recall(at, "t5")).toBeUndefined();
  await noteRevisions(at.database, place);
  for (const rev of ["HEAD", "main", "t5"]) expect(await recall(at, rev)).toBe(commits.get("t5"));
});

test("noteRevisions() finds the commit of HEAD also where no state of references can be told", async () => {
  const at = await fixture();
  await runInRepo(at.repo, ["update-ref", "refs/remotes/origin/x", "t1"]);
  const commits = await noteRevisions(at.database, { repo: at.repo, repositoryId: "r" });
  expect([...commits.keys()]).toEqual(["HEAD"]);
  expect(await at.database.selectFrom("noted_revisions").selectAll().execute()).toEqual([]);
});

test("noteRevisions() notes nothing of a repository that was removed", async () => {
  const { database, repo } = await fixture();
  await database.deleteFrom("repositories").execute();
  await noteRevisions(database, { repo, repositoryId: "r" });
  expect(await database.selectFrom("noted_revisions").selectAll().execute()).toEqual([]);
});
