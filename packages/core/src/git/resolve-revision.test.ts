import { expect, test } from "vitest";
import { findRevision, headCommit, resolveRevision } from "./resolve-revision.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("resolveRevision() resolves branches, tags, ids and their ancestors to commits", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const first = await fixture.git("r", "rev-parse", "HEAD");
  await fixture.git("r", "tag", "light");
  await fixture.git("r", "tag", "-a", "noted", "-m", "x");
  await fixture.git("r", "tag", "-a", "twice", "-m", "x", "noted");
  const second = await fixture.commit("r", "second");
  for (const rev of ["HEAD", "main", "refs/heads/main", second, second.slice(0, 7), "@", ":/secon"]) {
    expect(await resolveRevision(repo, rev)).toBe(second);
  }
  for (const rev of ["HEAD~1", "main^", "light", "noted", "twice", "noted^{commit}"]) {
    expect(await resolveRevision(repo, rev)).toBe(first);
  }
});

test("resolveRevision() throws REVISION_UNKNOWN for what is no commit", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const blob = await fixture.git("r", "rev-parse", "HEAD:a");
  await fixture.git("r", "tag", "blob", blob);
  const bad = [
    "nope",
    "",
    "HEAD:a",
    "HEAD..main",
    "^HEAD",
    "--all",
    "-n1",
    "a\nb",
    "a\0b",
    "blob",
    blob,
    "HEAD~9",
    ":/[",
    ":/nobody wrote this",
    ":/",
  ];
  for (const rev of [...bad, "0".repeat(40)]) {
    await expect(resolveRevision(repo, rev)).rejects.toMatchObject({ code: "REVISION_UNKNOWN", kind: "not-found" });
  }
});

test("resolveRevision() finds a branch that one remote alone has", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("src", { a: "a" });
  await fixture.git("src", "branch", "feature/x");
  await fixture.git("", "clone", "--quiet", "src", "r");
  const repo = await fixture.repo("r");
  const commit = await fixture.git("src", "rev-parse", "HEAD");
  expect(await resolveRevision(repo, "feature/x")).toBe(commit);
  expect(await resolveRevision(repo, "origin/feature/x")).toBe(commit);
  expect(await findRevision(repo, "feature/*")).toBeUndefined();
});

test("headCommit() is undefined in an empty repository", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r");
  expect(await headCommit(repo)).toBeUndefined();
  const first = await fixture.commit("r", "first");
  expect(await headCommit(repo)).toBe(first);
});
