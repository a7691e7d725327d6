import { expect, test } from "vitest";
import { runInRepo } from "./git-repo.ts";
import { allRefsState, refState } from "./ref-state.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("refState() changes whenever a name leads elsewhere, and only then", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const git = (...args: readonly string[]) => fixture.git("r", ...args);
  const states: (string | undefined)[] = [await refState(repo, "main")];
  const next = async (name: string): Promise<void> => {
    const state = await refState(repo, name);
    expect(await refState(repo, name)).toBe(state);
    expect(state).toBeTypeOf("string");
    expect(states).not.toContain(state);
    states.push(state);
  };
  await fixture.commit("r", "second");
  await next("main");
  await git("reset", "--quiet", "--hard", "HEAD~1");
  await next("main");
  await git("pack-refs", "--all");
  await next("main");
  // A tag comes before a branch of its name.
  await git("tag", "main");
  await next("main");
  await git("tag", "-d", "main");
  await next("HEAD");
  await git("checkout", "--quiet", "-b", "other");
  await next("HEAD");
  await fixture.commit("r", "third");
  await next("HEAD");
  const before = await refState(repo, "main");
  await git("branch", "unrelated");
  expect(await refState(repo, "main")).toBe(before);
});

test("refState() says nothing of names that depend on more than references", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const head = await fixture.git("r", "rev-parse", "HEAD");
  const names = [
    head.slice(0, 7),
    "v1-2-gabcdef0",
    "main~1",
    "main^{tree}",
    "@{-1}",
    ":/x",
    "../x",
    "a//b",
    "a.lock",
    "",
  ];
  for (const name of names) expect(await refState(repo, name)).toBeUndefined();
  await fixture.git("r", "update-ref", "refs/remotes/origin/x", head);
  expect(await refState(repo, "main")).toBeUndefined();
});

test("allRefsState() changes whenever a branch or tag comes, goes or moves, and only then", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const git = (...args: readonly string[]) => fixture.git("r", ...args);
  const states: (string | undefined)[] = [await allRefsState(repo)];
  const changes: readonly (readonly string[])[] = [
    ["commit", "--allow-empty", "-m", "second"],
    ["branch", "deep/side"],
    ["tag", "v1"],
    ["tag", "-f", "v1", "HEAD~1"],
    ["pack-refs", "--all"],
    ["tag", "v2"],
    ["tag", "-d", "v1"],
    ["branch", "-D", "deep/side"],
  ];
  for (const change of changes) {
    await git(...change);
    const state = await allRefsState(repo);
    expect(state).toBeTypeOf("string");
    expect(states).not.toContain(state);
    expect(await allRefsState(repo)).toBe(state);
    states.push(state);
  }
  await git("checkout", "--quiet", "--detach");
  expect(await allRefsState(repo)).toBe(states.at(-1));
});

test("allRefsState() leaves it to git where very many references are files of their own", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const names = Array.from({ length: 70 }, (_, at) => `create refs/tags/t${at} HEAD\n`);
  await runInRepo(repo, ["update-ref", "--stdin"], { input: names.join("") });
  expect(await allRefsState(repo)).toBeUndefined();
  await fixture.git("r", "pack-refs", "--all");
  expect(await allRefsState(repo)).toBeTypeOf("string");
});
