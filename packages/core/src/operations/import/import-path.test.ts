import { expect, test } from "vitest";
import { makeHasher } from "../../hash/md5.ts";
import { registryFixture } from "../testing/registry-fixture.ts";
import { importPath } from "./import-path.ts";

function md5(text: string): string {
  const hasher = makeHasher();
  hasher.update(Buffer.from(text));
  return hasher.digest();
}

test("importPath() brings a tracked directory and locks it to the commit when it is in a local source", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const commit = await fixture.release({ "dir/a": "A", "dir/sub/b": "B" }, ["dir"]);
  const result = await importPath(await fixture.open(), { url: "../src", path: "dir" }, fixture.run);
  expect(fixture.list("repo/dir")).toEqual(["a", "sub/b"]);
  expect(result).toMatchObject({ path: "dir", dvcFile: "dir.dvc", commit });
  expect(result.git.changed).toEqual([".gitignore", "dir.dvc"]);
  expect(fixture.read("repo/.gitignore")).toBe("/dir\n");
  expect(fixture.read("repo/dir.dvc")).toContain(
    `rev_lock: ${commit}\nouts:\n- md5: ${result.oid}\n  size: 2\n  nfiles: 2\n`,
  );
  expect(fixture.messages).toEqual(["Importing 'dir (../src)' -> 'dir'"]);
});

test("importPath() takes the data of a commit from a mirror when the source is a URL", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const commit = await fixture.release({ "plain.txt": "one" }, []);
  await fixture.release({ "plain.txt": "two" }, []);
  const options = { url: `file://${fixture.dir}/src`, path: "plain.txt", rev: commit, out: "old.txt" };
  await importPath(await fixture.open(), options, fixture.run);
  expect(fixture.read("repo/old.txt")).toBe("one");
});

test("importPath() leaves the destination alone when the source does not have the path", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "a.txt": "A" }, []);
  fixture.replace("repo/b.txt", "mine");
  const options = { url: "../src", path: "b.txt", force: true };
  await expect(importPath(await fixture.open(), options, fixture.run)).rejects.toMatchObject({
    code: "SOURCE_PATH_MISSING",
  });
  expect(fixture.list("repo").filter((name) => !name.startsWith("."))).toEqual(["b.txt"]);
  expect(fixture.read("repo/b.txt")).toBe("mine");
  expect(fixture.read("repo/.gitignore")).toBeUndefined();
});

test("importPath() leaves the work tree alone when an object of a directory is lost", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "dir/a": "A", "dir/b": "B" }, ["dir"]);
  const lost = md5("B");
  for (const place of ["src/dir", `src/.dvc/cache/files/md5/${lost.slice(0, 2)}`]) fixture.remove(place);
  await expect(importPath(await fixture.open(), { url: "../src", path: "dir" }, fixture.run)).rejects.toMatchObject({
    code: "OBJECTS_MISSING",
    details: { missing: [lost] },
  });
  expect(fixture.list("repo/dir")).toEqual([]);
});

test("importPath() refuses an existing destination before it contacts anything, unless it is forced", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "a.txt": "A" }, []);
  fixture.replace("repo/a.txt", "mine");
  const options = { url: "../nowhere", path: "a.txt" };
  await expect(importPath(await fixture.open(), options, fixture.run)).rejects.toMatchObject({ code: "PATH_EXISTS" });
  await importPath(await fixture.open(), { url: "../src", path: "a.txt", force: true }, fixture.run);
  expect(fixture.read("repo/a.txt")).toBe("A");
});

test("importPath() leaves a destination alone that Git tracks, even if it is forced", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "a.txt": "A" }, []);
  fixture.replace("repo/a.txt", "mine");
  await fixture.commit("repo", "mine");
  const options = { url: "../src", path: "a.txt", force: true };
  await expect(importPath(await fixture.open(), options, fixture.run)).rejects.toMatchObject({
    code: "OUTPUT_TRACKED_BY_GIT",
  });
  expect(fixture.read("repo/a.txt")).toBe("mine");
});

test("importPath() records what the data is when a work tree differs from its metadata", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ data: "recorded" }, ["data"]);
  fixture.replace("src/data", "edited");
  const { oid } = await importPath(await fixture.open(), { url: "../src", path: "data" }, fixture.run);
  expect(oid).toBe(md5("edited"));
});

test("importPath() contacts nothing when it only records", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const options = { url: "../nowhere", path: "x", rev: "v1", extent: "record" } as const;
  await importPath(await fixture.open(), options, fixture.run);
  expect(fixture.read("repo/x.dvc")).toBe(
    "frozen: true\ndeps:\n- path: x\n  repo:\n    url: ../nowhere\n    rev: v1\nouts:\n- hash: md5\n  path: x\n",
  );
});

test("importPath() keeps what a user had added to the file of an earlier import", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "a.txt": "A" }, []);
  const project = await fixture.open();
  const options = { url: "../src", path: "a.txt", force: true };
  await importPath(project, options, fixture.run);
  const before = fixture.read("repo/a.txt.dvc") ?? "";
  fixture.replace("repo/a.txt.dvc", `# ours\n${before}  desc: letters\n`);
  await importPath(project, options, fixture.run);
  expect(fixture.read("repo/a.txt.dvc")).toBe(`# ours\n${before}  desc: letters\n`);
});

test("importPath() shows no password of the source, and warns that the .dvc file would have it", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const url = "http://reader:secret@127.0.0.1:1/data.git";
  const imported = importPath(await fixture.open(), { url, path: "dir" }, fixture.run);
  await expect(imported).rejects.toThrow("http://127.0.0.1:1/data.git");
  expect(fixture.messages).toEqual([
    expect.stringContaining("The URL with its password is written to the .dvc file"),
    "Importing 'dir (http://reader:***@127.0.0.1:1/data.git)' -> 'dir'",
  ]);
});
