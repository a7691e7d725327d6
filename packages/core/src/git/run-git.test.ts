import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { headCommit } from "./resolve-revision.ts";
import { runGit } from "./run-git.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("runGit() throws GIT_FAILED with git's words and exit code", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const failure = runGit(fixture, ["ls-remote", "https://user:secret@localhost:1/x"], { cwd: fixture.dir });
  await expect(failure).rejects.toMatchObject({ code: "GIT_FAILED", details: { exitCode: 128 } });
  expect(JSON.stringify(await failure.catch((error: unknown) => error))).not.toContain("secret");
});

test("runGit() throws GIT_MISSING when there is no git", async () => {
  const fixture = await gitFixture("/nonexistent");
  await expect(runGit(fixture, ["version"])).rejects.toMatchObject({ code: "GIT_MISSING" });
  const gone = { cwd: join(fixture.dir, "gone") };
  await expect(runGit(fixture, ["version"], gone)).rejects.toMatchObject({ code: "GIT_FAILED" });
});

test("runGit() passes input on and accepts expected exit codes", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const { stdout } = await runGit(fixture, ["hash-object", "--stdin"], { input: "hello\n" });
  expect(stdout.toString().trim()).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
  const outcome = await runGit(fixture, ["config", "--get", "no.such"], { cwd: fixture.dir, okExits: [1] });
  expect(outcome.exitCode).toBe(1);
});

test("runGit() stops git and throws CANCELLED when the signal is aborted", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.write("bin/git-wait", "#!/bin/sh\necho started >&2\nexec sleep 60\n");
  await chmod(join(fixture.dir, "bin/git-wait"), 0o755);
  const env = { ...fixture.env, PATH: `${join(fixture.dir, "bin")}:${fixture.env.PATH}` };
  const controller = new AbortController();
  const { signal } = controller;
  const running = runGit({ env }, ["wait"], { signal, onStderr: () => controller.abort() });
  await expect(running).rejects.toMatchObject({ code: "CANCELLED", kind: "cancelled" });
});

test("git is not led astray by variables of a hook", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  const commit = await headCommit(repo);
  await fixture.repo("other", { b: "b" });
  const env = { ...repo.env, GIT_DIR: join(fixture.dir, "other/.git"), GIT_INDEX_FILE: "/nonexistent/index" };
  expect(await headCommit({ ...repo, env })).toBe(commit);
});

test("git works in no repository above the one that was meant", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { "d/a": "a" });
  const inner = { ...repo, workTree: join(fixture.dir, "r/d") };
  await expect(headCommit(inner)).rejects.toMatchObject({ code: "GIT_FAILED" });
});
