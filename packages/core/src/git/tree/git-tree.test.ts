import { chmod, symlink } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { headCommit, resolveRevision } from "../resolve-revision.ts";
import { type GitFixture, gitFixture } from "../testing/git-fixture.ts";
import { GitReaders } from "./git-readers.ts";
import { type GitTree, type OpenGitTreeOptions, openGitTree } from "./git-tree.ts";

async function treeOf(fixture: GitFixture, folder: string, options?: OpenGitTreeOptions): Promise<GitTree> {
  const repo = { ...fixture, gitDir: "", commonDir: "", workTree: join(fixture.dir, folder) };
  return openGitTree(repo, await resolveRevision(repo, "HEAD"), options);
}

async function names(tree: GitTree, dir: string): Promise<string[] | undefined> {
  return (await tree.list(dir))?.map(({ name, kind }) => `${kind} ${name}`).sort();
}

test("openGitTree() lists folders and reads files of a commit", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("r", { "a.txt": "alpha", "d/e/f.dvc": "outs:\n", empty: "" });
  await chmod(join(fixture.dir, "r/a.txt"), 0o755);
  await fixture.commit("r", "executable");
  await fixture.write("r/a.txt", "changed in the work tree");
  await using tree = await treeOf(fixture, "r");
  expect(await names(tree, "")).toEqual(["dir d", "file a.txt", "file empty"]);
  expect(await names(tree, "d/e")).toEqual(["file f.dvc"]);
  expect(await names(tree, "a.txt")).toBeUndefined();
  expect(await tree.stat("a.txt")).toEqual({ kind: "file", sizeBytes: 5, executable: true });
  expect(await tree.stat("d")).toMatchObject({ kind: "dir", executable: false });
  expect((await tree.readBytes("a.txt"))?.toString()).toBe("alpha");
  expect(await tree.readBytes("empty")).toHaveLength(0);
  expect(await tree.readBytes("d")).toBeUndefined();
});

test("openGitTree() knows nothing of paths that do not exist or leave the root", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("r", { a: "x", "d/b": "y" });
  await using tree = await treeOf(fixture, "r");
  for (const path of ["nope", "a/b", "d/nope/x", "../r/a", "d/../a", "/a", "a/", "d//b"]) {
    expect(await tree.stat(path)).toBeUndefined();
    expect(await tree.list(path)).toBeUndefined();
    expect(await tree.openRead(path)).toBeUndefined();
  }
});

test("openGitTree() keeps names with newlines, quotes, dashes and letters of every script", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const odd = ["-dash", "new\nline", 'quo"te', "tab\there", "größe.dvc", "数据", "back\\slash", " space "];
  await fixture.repo("r", Object.fromEntries(odd.map((name) => [`d/${name}`, `<${name}>`])));
  await using tree = await treeOf(fixture, "r", { prefix: "d" });
  expect(new Set((await tree.list(""))?.map((entry) => entry.name))).toEqual(new Set(odd));
  for (const name of odd) expect((await tree.readBytes(name))?.toString()).toBe(`<${name}>`);
});

test("openGitTree() follows links inside the repository and no others", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { "data/x": "inside", "sub/y": "y" });
  const links = {
    "to-file": "data/x",
    "to-dir": "data",
    "sub/up": "../data/x",
    "sub/chain": "up",
    out: "../outside",
    absolute: "/etc/passwd",
    "sub/far": "../../r/data/x",
    broken: "nope",
    loop: "loop2",
    loop2: "loop",
    self: "self/x",
  };
  for (const [name, target] of Object.entries(links)) await symlink(target, join(fixture.dir, "r", name));
  await fixture.write("outside", "secret");
  await fixture.commit("r", "links");
  await using tree = await openGitTree(repo, (await headCommit(repo)) ?? "");
  for (const path of ["to-file", "to-dir/x", "sub/up", "sub/chain"]) {
    expect((await tree.readBytes(path))?.toString()).toBe("inside");
  }
  expect(await names(tree, "to-dir")).toEqual(["file x"]);
  expect(await names(tree, "sub")).toEqual(["file y", "link chain", "link far", "link up"]);
  for (const path of ["out", "absolute", "sub/far", "broken", "loop", "self"]) {
    expect(await tree.stat(path)).toBeUndefined();
  }
});

test("openGitTree() takes links for files that hold their text when it is to", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("r", { "data/x": "inside" });
  for (const [name, target] of [
    ["to-dir", "data"],
    ["out", "../outside"],
    ["data/broken", "nope"],
  ] as const) {
    await symlink(target, join(fixture.dir, "r", name));
  }
  await fixture.commit("r", "links");
  await using tree = await treeOf(fixture, "r", { links: "text" });
  expect((await tree.readBytes("to-dir"))?.toString()).toBe("data");
  expect((await tree.readBytes("data/broken"))?.toString()).toBe("nope");
  expect(await tree.stat("out")).toEqual({ kind: "file", sizeBytes: 10, executable: false });
  expect(await tree.stat("to-dir/x")).toBeUndefined();
  expect(await names(tree, "")).toEqual(["dir data", "link out", "link to-dir"]);
});

test("openGitTree() calls a submodule other and reads nothing in it", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("lib", { z: "z" });
  await fixture.repo("r", { a: "a" });
  await fixture.git("r", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../lib", "lib");
  await fixture.commit("r", "submodule");
  await using tree = await treeOf(fixture, "r");
  expect(await names(tree, "")).toEqual(["file .gitmodules", "file a", "other lib"]);
  expect(await tree.stat("lib")).toEqual({ kind: "other", sizeBytes: 0, executable: false });
  expect(await tree.list("lib")).toBeUndefined();
  expect(await tree.readBytes("lib/z")).toBeUndefined();
});

test("openRead() streams ranges of small and of large files", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const large = Buffer.alloc(3_000_000, "0123456789");
  await fixture.repo("r", { small: "0123456789", large });
  await using tree = await treeOf(fixture, "r");
  for (const name of ["small", "large"]) {
    const part = await tree.openRead(name, { start: 3, end: 7 });
    expect(part && (await buffer(part)).toString()).toBe("3456");
    const rest = await tree.openRead(name, { start: 5 });
    expect(rest && (await buffer(rest)).subarray(0, 5).toString()).toBe("56789");
  }
  const whole = await tree.openRead("large");
  expect(whole && (await buffer(whole)).equals(large)).toBe(true);
  const dropped = await tree.openRead("large");
  dropped?.destroy();
});

test("openGitTree() answers many reads at once in order", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`d${i % 7}/f${i}`, `${i}`.repeat(i)]));
  await fixture.repo("r", files);
  await using tree = await treeOf(fixture, "r");
  const read = await Promise.all(Object.keys(files).map(async (path) => (await tree.readBytes(path))?.toString()));
  expect(read).toEqual(Object.values(files));
});

test("openGitTree() throws REVISION_UNKNOWN when the commit is not there", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = await fixture.repo("r", { a: "a" });
  await expect(openGitTree(repo, "0".repeat(40))).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
  await expect(openGitTree(repo, "HEAD")).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
});

test("a read under way is rejected when the tree is disposed", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("r", { a: "a" });
  const tree = await treeOf(fixture, "r");
  const reading = tree.readBytes("a");
  const outcome = reading.then(
    () => "read",
    () => "rejected",
  );
  await tree[Symbol.asyncDispose]();
  expect(["read", "rejected"]).toContain(await outcome);
  await expect(tree.readBytes("a")).rejects.toThrow("disposed");
});

test("openGitTree() reads a SHA-256 repository", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.write("r/d/a", "sha256");
  await fixture.git("r", "init", "--quiet", "--object-format=sha256");
  await fixture.commit("r", "first");
  await using tree = await treeOf(fixture, "r");
  expect((await tree.readBytes("d/a"))?.toString()).toBe("sha256");
});

test("openGitTree() leaves shared readers to whoever made them", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("r", { a: "old" });
  const repo = { ...fixture, gitDir: "", commonDir: "", workTree: join(fixture.dir, "r") };
  const old = await resolveRevision(repo, "HEAD");
  await fixture.write("r/a", "new");
  await fixture.commit("r", "second");
  await using readers = new GitReaders(repo);
  const read = async (commit: string): Promise<string | undefined> => {
    await using tree = await openGitTree(repo, commit, { readers });
    return (await tree.readBytes("a"))?.toString();
  };
  expect(await read(old)).toBe("old");
  await expect(read("0".repeat(40))).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
  expect(await read(await resolveRevision(repo, "HEAD"))).toBe("new");
});

test("openGitTree() reads no file whole that is too large, and goes on with the others", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.repo("r", { large: "0".repeat(1_000_000), small: "0".repeat(100) });
  const repo = { ...fixture, gitDir: "", commonDir: "", workTree: join(fixture.dir, "r"), wholeFileMaxBytes: 100 };
  await using tree = await openGitTree(repo, await resolveRevision(repo, "HEAD"));
  const refused = { code: "GIT_OBJECT_TOO_LARGE", details: { size_bytes: 1_000_000 } };
  for (let round = 0; round < 2; round += 1) {
    await expect(tree.readBytes("large")).rejects.toMatchObject(refused);
    expect(await tree.readBytes("small")).toHaveLength(100);
  }
  const part = await tree.openRead("small", { start: 0, end: 10 });
  expect(part && (await buffer(part))).toHaveLength(10);
});
