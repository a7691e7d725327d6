import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { LodeEvent } from "../../base/events.ts";
import { listBranches, listTags } from "../list-refs.ts";
import { resolveRevision } from "../resolve-revision.ts";
import { type GitFixture, gitFixture } from "../testing/git-fixture.ts";
import { gitHttpServer } from "../testing/git-http-server.ts";
import { openGitTree } from "../tree/git-tree.ts";
import { type OpenedMirror, type OpenMirrorOptions, openMirror } from "./open-mirror.ts";

const PROCESS = fileURLToPath(new URL("../testing/open-mirror-process.ts", import.meta.url));

interface Source {
  readonly fixture: GitFixture;
  readonly url: string;
  readonly options: OpenMirrorOptions;
  open(more?: Partial<OpenMirrorOptions>): Promise<OpenedMirror>;
}

async function source(
  files: Record<string, string> = { "a.dvc": "outs: a\n", "d/b.dvc": "outs: b\n" },
): Promise<Source> {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("src", files);
  await fixture.git("src", "config", "uploadpack.allowFilter", "true");
  const url = String(pathToFileURL(join(fixture.dir, "src")));
  const options = { env: fixture.env, cacheDir: join(fixture.dir, "cache") };
  return { fixture, url, options, open: (more) => openMirror(url, { ...options, ...more }) };
}

async function mirrorNames({ options }: Source): Promise<string[]> {
  return (await readdir(join(options.cacheDir, "git"))).filter((name) => !name.includes(".lock"));
}

async function readAll({ repo, commit }: OpenedMirror, path: string): Promise<string | undefined> {
  await using tree = await openGitTree(repo, commit);
  return (await tree.readBytes(path))?.toString();
}

async function blobCount({ repo }: OpenedMirror, fixture: GitFixture): Promise<number> {
  const dir = repo.gitDir.slice(fixture.dir.length);
  const all = await fixture.git(dir, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)");
  return all.split("\n").filter((type) => type === "blob").length;
}

test("openMirror() makes a copy without contents and fetches them when they are read", async () => {
  const src = await source();
  const events: LodeEvent[] = [];
  const mirror = await src.open({ onEvent: (event) => events.push(event) });
  expect(mirror.commit).toBe(await src.fixture.git("src", "rev-parse", "HEAD"));
  expect(await blobCount(mirror, src.fixture)).toBe(0);
  expect(await readAll(mirror, "d/b.dvc")).toBe("outs: b\n");
  expect(await blobCount(mirror, src.fixture)).toBe(1);
  expect(events[0]).toMatchObject({ type: "progress", task: "clone", done: 0 });
  expect(events.at(-1)).toMatchObject({ done: 3, total: 3 });
});

test.each([
  ["is not offered", ["uploadpack.allowFilter", "false"]],
  ["is offered and refused", ["uploadpackfilter.blob:none.allow", "false"]],
])("openMirror() makes a full copy when leaving out contents %s", async (_when, setting) => {
  const src = await source();
  await src.fixture.git("src", "config", ...setting);
  const mirror = await src.open();
  expect(await blobCount(mirror, src.fixture)).toBe(2);
  expect(await readAll(mirror, "a.dvc")).toBe("outs: a\n");
  expect(await mirrorNames(src)).toHaveLength(1);
});

test("prefetch() fetches the missing files of folders in one request", async () => {
  const src = await source(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`d/e${i % 3}/f${i}`, `${i}`])));
  const mirror = await src.open();
  await using tree = await openGitTree(mirror.repo, mirror.commit);
  await tree.prefetch(["d/e0/f0", "nope", "d/e1"]);
  expect(await blobCount(mirror, src.fixture)).toBe(18);
  await tree.prefetch(["d"]);
  expect(await blobCount(mirror, src.fixture)).toBe(50);
  expect((await tree.readBytes("d/e1/f1"))?.toString()).toBe("1");
});

test("prefetch() works in a user's own partial clone and does nothing in a whole one", async () => {
  const src = await source();
  const commit = await src.fixture.git("src", "rev-parse", "HEAD");
  await src.fixture.git("", "clone", "--quiet", "--filter=blob:none", "--no-checkout", "--", src.url, "partial");
  for (const folder of ["partial", "src"]) {
    const dir = join(src.fixture.dir, folder);
    const repo = { ...src.fixture, gitDir: join(dir, ".git"), commonDir: join(dir, ".git"), workTree: dir };
    await using tree = await openGitTree(repo, commit);
    await tree.prefetch(["a.dvc"]);
    expect((await tree.readBytes("a.dvc"))?.toString()).toBe("outs: a\n");
  }
});

test("openMirror() follows moved branches, deleted tags, new names and another default branch", async () => {
  const src = await source();
  const { fixture } = src;
  await fixture.git("src", "tag", "-a", "v1", "-m", "one");
  await fixture.git("src", "branch", "topic");
  const first = await src.open();
  expect(await src.open({ rev: "v1" })).toMatchObject({ commit: first.commit });
  await fixture.git("src", "tag", "-d", "v1");
  await fixture.git("src", "branch", "-D", "topic");
  await fixture.git("src", "checkout", "--quiet", "-b", "topic/sub");
  await fixture.git("src", "commit", "--quiet", "--amend", "--allow-empty", "-m", "rewritten");
  await fixture.git("src", "branch", "-f", "main");
  const second = await src.open();
  expect(second.commit).toBe(await fixture.git("src", "rev-parse", "topic/sub"));
  expect(second.commit).not.toBe(first.commit);
  expect(await src.open({ rev: "main" })).toEqual(second);
  expect(await src.open({ rev: "origin/topic/sub" })).toEqual(second);
  expect(await listTags(second.repo)).toEqual([]);
  expect((await listBranches(second.repo)).map((ref) => ref.name)).toEqual(["main", "topic/sub"]);
  await expect(src.open({ rev: "v1" })).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
  expect(await mirrorNames(src)).toHaveLength(1);
});

test("openMirror() needs no server for commits that it has, even those that no branch has any more", async () => {
  const src = await source();
  const { commit } = await src.open();
  await src.fixture.git("src", "commit", "--quiet", "--amend", "-m", "rewritten");
  await src.open();
  await rm(join(src.fixture.dir, "src"), { recursive: true });
  expect(await src.open({ rev: commit })).toMatchObject({ commit });
  expect(await src.open({ rev: commit.slice(0, 8) })).toMatchObject({ commit });
  expect(await src.open({ offline: true, rev: "main" })).toMatchObject({ commit: expect.any(String) });
  await expect(src.open()).rejects.toMatchObject({ code: "SOURCE_UNREACHABLE", kind: "network" });
  await expect(src.open({ rev: "0".repeat(40), offline: true })).rejects.toMatchObject({ code: "OFFLINE" });
});

test("openMirror() finds a commit that the server keeps without a name", async () => {
  const src = await source();
  const lost = await src.fixture.commit("src", "lost");
  await src.fixture.git("src", "reset", "--quiet", "--hard", "HEAD~1");
  expect(await src.open({ rev: lost })).toMatchObject({ commit: lost });
  await expect(src.open({ rev: "1".repeat(40) })).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
});

test("openMirror() takes a branch that is named like an id as a name", async () => {
  const src = await source();
  await src.fixture.git("src", "branch", "deadbeef");
  const first = await src.open({ rev: "deadbeef" });
  const moved = await src.fixture.commit("src", "second");
  await src.fixture.git("src", "branch", "-f", "deadbeef");
  expect(first.commit).not.toBe(moved);
  expect(await src.open({ rev: "deadbeef" })).toMatchObject({ commit: moved });
});

test("openMirror() asks the server once for callers who accept its last answer", async () => {
  const src = await source();
  const sinceMs = Date.now() - 5;
  const first = await src.open({ freshSinceMs: sinceMs });
  await src.fixture.commit("src", "second");
  expect(await src.open({ freshSinceMs: sinceMs })).toEqual(first);
  expect(await src.open()).not.toEqual(first);
});

test("openMirror() offline throws OFFLINE for a file whose contents were never fetched", async () => {
  const src = await source();
  await src.open();
  const mirror = await src.open({ offline: true });
  await expect(readAll(mirror, "a.dvc")).rejects.toMatchObject({ code: "OFFLINE" });
  await using tree = await openGitTree(mirror.repo, mirror.commit);
  await expect(tree.prefetch(["a.dvc"])).rejects.toMatchObject({ code: "OFFLINE" });
});

test("reading throws SOURCE_UNREACHABLE when contents are missing and the server is gone", async () => {
  const src = await source();
  const mirror = await src.open();
  await rm(join(src.fixture.dir, "src"), { recursive: true });
  await expect(readAll(mirror, "a.dvc")).rejects.toMatchObject({ code: "SOURCE_UNREACHABLE" });
});

test("openMirror() leaves nothing behind when the server cannot be reached or the work is cancelled", async () => {
  const src = await source();
  const nowhere = openMirror(`${src.url}-nowhere`, src.options);
  await expect(nowhere).rejects.toMatchObject({
    code: "SOURCE_UNREACHABLE",
    message: expect.stringContaining("src-nowhere"),
    hint: expect.stringContaining("git ls-remote file:///"),
  });
  await expect(src.open({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
  expect(await mirrorNames(src)).toEqual([]);
  await expect(src.open({ offline: true })).rejects.toMatchObject({ code: "OFFLINE" });
});

test("openMirror() makes a damaged copy anew and removes what a killed run left", async () => {
  const src = await source();
  const { repo, commit } = await src.open();
  await writeFile(join(repo.gitDir, "HEAD"), "");
  await src.fixture.write(`${repo.gitDir.slice(src.fixture.dir.length)}.tmp-1/x`, "half");
  expect(await src.open()).toMatchObject({ commit });
  for (const name of await readdir(join(repo.gitDir, "objects/pack"))) {
    await rm(join(repo.gitDir, "objects/pack", name), { force: true });
  }
  expect(await src.open({ rev: commit })).toMatchObject({ commit });
  expect(await readAll({ repo, commit }, "a.dvc")).toBe("outs: a\n");
  expect(await mirrorNames(src)).toHaveLength(1);
});

test("openMirror() recovers from a process that was killed while it cloned, and gives up its clone when cancelled", async () => {
  const src = await source();
  const server = await gitHttpServer(src.fixture);
  const url = `http://user:secret@${server.host}/src/.git`;
  const arrived = server.holdNextRequest();
  const child = spawn(process.execPath, [PROCESS, url, JSON.stringify(src.options)], { stdio: "ignore" });
  await arrived;
  child.kill("SIGKILL");
  await once(child, "close");
  expect(await mirrorNames(src)).toEqual([expect.stringContaining(".tmp-")]);
  const controller = new AbortController();
  const stopped = server.holdNextRequest().then(() => controller.abort());
  const opening = openMirror(url, { ...src.options, signal: controller.signal });
  await expect(opening).rejects.toMatchObject({ code: "CANCELLED" });
  await stopped;
  expect(await mirrorNames(src)).toEqual([]);
  const mirror = await openMirror(url, src.options);
  expect(await readAll(mirror, "a.dvc")).toBe("outs: a\n");
  expect(await mirrorNames(src)).toHaveLength(1);
});

test("openMirror() serves two processes and several callers at once", async () => {
  const src = await source();
  const run = (): Promise<string> => {
    const args = [PROCESS, src.url, JSON.stringify(src.options)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    return text(child.stdout);
  };
  for (const round of ["first", "second"]) {
    const commit = await src.fixture.commit("src", round);
    const commits = await Promise.all([
      run(),
      run(),
      src.open().then((m) => m.commit),
      src.open().then((m) => m.commit),
    ]);
    expect(commits).toEqual([commit, commit, commit, commit]);
  }
  expect(await mirrorNames(src)).toHaveLength(1);
});

test("openMirror() copies shallow, empty and SHA-256 repositories", async () => {
  const src = await source();
  await src.fixture.commit("src", "second");
  await src.fixture.git("", "clone", "--quiet", "--depth=1", "--", src.url, "shallow");
  await src.fixture.git("", "init", "--quiet", "--initial-branch=main", "empty");
  await src.fixture.git("", "init", "--quiet", "--object-format=sha256", "sha256");
  const open = (name: string): Promise<OpenedMirror> => openMirror(join(src.fixture.dir, name), src.options);
  const shallow = await open("shallow");
  expect(shallow.commit).toBe(await src.fixture.git("src", "rev-parse", "HEAD"));
  expect(await readAll(shallow, "a.dvc")).toBe("outs: a\n");
  expect((await open("shallow")).commit).toBe(shallow.commit);
  await expect(open("empty")).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
  const first = await src.fixture.commit("empty", "first");
  expect((await open("empty")).commit).toBe(first);
  expect((await open("sha256").catch((error: unknown) => error)) as object).toMatchObject({ code: "REVISION_UNKNOWN" });
  await src.fixture.write("sha256/a", "a");
  const long = await src.fixture.commit("sha256", "first");
  expect(await open("sha256")).toMatchObject({ commit: long });
});

test("openMirror() refuses revisions that are options", async () => {
  const src = await source();
  await expect(src.open({ rev: "--upload-pack=touch x" })).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
});

test("openMirror() over HTTP keeps the password out of everything that is stored and said", async () => {
  const src = await source();
  const server = await gitHttpServer(src.fixture);
  const url = `http://user:secret@${server.host}/src/.git`;
  const mirror = await openMirror(url, src.options);
  expect(await readAll(mirror, "a.dvc")).toBe("outs: a\n");
  expect(mirror.repo.mirror?.url).toBe(`http://${server.host}/src/.git`);
  expect(await readFile(join(mirror.repo.gitDir, "config"), "utf8")).not.toContain("secret");
  const before = server.requests.length;
  await openMirror(url, { ...src.options, rev: mirror.commit });
  expect(server.requests).toHaveLength(before);
  const failure = openMirror(`http://user:wrong@${server.host}/other`, src.options);
  await expect(failure).rejects.toMatchObject({ code: "SOURCE_UNREACHABLE" });
  const error: unknown = await failure.catch((reason: unknown) => reason);
  expect(JSON.stringify(error) + String(error)).not.toContain("wrong");
  expect((await stat(mirror.repo.gitDir)).isDirectory()).toBe(true);
});

test("resolveRevision() in a mirror never asks the server", async () => {
  const src = await source();
  const { repo } = await src.open();
  const later = await src.fixture.commit("src", "later");
  await expect(resolveRevision(repo, later)).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
});
