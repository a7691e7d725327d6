import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { type AddOptions, add } from "./add.ts";

async function fixtureWith(files: Readonly<Record<string, string>>): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  for (const [name, content] of Object.entries(files)) fixture.replace(`repo/${name}`, content);
  return fixture;
}

async function addTo(fixture: RegistryFixture, ...targets: readonly string[]) {
  return addWith(fixture, { targets });
}

async function addWith(fixture: RegistryFixture, options: AddOptions) {
  return add(await fixture.open(), options, fixture.run);
}

const FOO_OBJECT = "repo/.dvc/cache/files/md5/ac/bd18db4cc2f85cedef654fccc4a4d8";

test("add() saves a file, writes its .dvc file and hides it from Git", async () => {
  const fixture = await fixtureWith({ foo: "foo" });
  const { added } = await addTo(fixture, "foo");
  expect(added).toEqual([{ path: "foo", dvcFile: "foo.dvc", oid: "acbd18db4cc2f85cedef654fccc4a4d8" }]);
  expect(fixture.read("repo/foo.dvc")).toBe(
    "outs:\n- md5: acbd18db4cc2f85cedef654fccc4a4d8\n  size: 3\n  hash: md5\n  path: foo\n",
  );
  expect(fixture.read("repo/.gitignore")).toBe("/foo\n");
  expect(fixture.read(FOO_OBJECT)).toBe("foo");
  expect(statSync(join(fixture.dir, FOO_OBJECT)).mode & 0o777).toBe(0o444);
});

test("add() leaves the .dvc file as it is when nothing has changed", async () => {
  const fixture = await fixtureWith({ foo: "foo" });
  await addTo(fixture, "foo");
  const written = `# mine\n${fixture.read("repo/foo.dvc")}meta: {a: 1}\n`;
  fixture.replace("repo/foo.dvc", written);
  await addTo(fixture, "foo");
  expect(fixture.read("repo/foo.dvc")).toBe(written);
});

test("add() keeps comments and unknown fields of the .dvc file when the data has changed", async () => {
  const fixture = await fixtureWith({ foo: "foo" });
  await addTo(fixture, "foo");
  fixture.replace("repo/foo.dvc", `# mine\n${fixture.read("repo/foo.dvc")}meta: {a: 1}\n`);
  fixture.replace("repo/foo", "changed");
  await addTo(fixture, "foo");
  const content = fixture.read("repo/foo.dvc");
  expect(content).toContain("# mine\n");
  expect(content).toContain("meta: {a: 1}");
  expect(content).toContain("size: 7");
});

test("add() takes back its lines in .gitignore when a later target fails", async () => {
  const fixture = await fixtureWith({ foo: "foo", ".gitignore": "/other\n" });
  await expect(addTo(fixture, "foo", "missing")).rejects.toMatchObject({ code: "OUTPUT_MISSING" });
  expect(fixture.read("repo/.gitignore")).toBe("/other\n");
  expect(fixture.read("repo/foo.dvc")).toContain("path: foo");
  expect(fixture.read("repo/foo")).toBe("foo");
  expect(fixture.read(FOO_OBJECT)).toBe("foo");
});

test("add() changes nothing when one of the targets cannot be tracked", async () => {
  const fixture = await fixtureWith({ foo: "foo" });
  await expect(addTo(fixture, "foo", "../elsewhere")).rejects.toMatchObject({ code: "OUTPUT_OUTSIDE" });
  expect(fixture.list("repo/.dvc/cache")).toEqual([]);
  expect(fixture.read("repo/.gitignore")).toBeUndefined();
  expect(fixture.read("repo/foo.dvc")).toBeUndefined();
});

test("add() refuses what Git tracks", async () => {
  const fixture = await fixtureWith({ foo: "foo" });
  await fixture.git("repo", "add", "foo");
  await expect(addTo(fixture, "foo")).rejects.toMatchObject({ code: "OUTPUT_TRACKED_BY_GIT" });
  expect(fixture.read("repo/foo.dvc")).toBeUndefined();
});

test("add() refuses a folder with tracked data in it, and says how to go on", async () => {
  const fixture = await fixtureWith({ "dir/inner": "1" });
  await addTo(fixture, "dir/inner");
  const refused = addTo(fixture, "dir");
  await expect(refused).rejects.toMatchObject({ code: "OUTPUT_OVERLAP" });
  await expect(refused).rejects.toHaveProperty("hint", expect.stringContaining("lode remove dir/inner.dvc"));
});

test("add() refuses a .dvcignore in a directory that it takes over", async () => {
  const fixture = await fixtureWith({ "dir/a": "A", "dir/.dvcignore": "b\n" });
  await expect(addTo(fixture, "dir")).rejects.toMatchObject({ code: "IGNORE_FILE_IN_OUTPUT" });
});

test("add() takes over a part of a tracked directory of which the rest is not there", async () => {
  const fixture = await fixtureWith({ "dir/a": "A", "dir/sub/b": "B" });
  await addTo(fixture, "dir");
  fixture.remove("repo/dir");
  fixture.replace("repo/dir/sub/c", "C");
  await addTo(fixture, "dir/sub/c");
  expect(fixture.read("repo/dir.dvc")).toContain("nfiles: 3");
  expect(fixture.list("repo/dir")).toEqual(["sub/c"]);
});

test("add() takes a path that is gone out of its tracked directory", async () => {
  const fixture = await fixtureWith({ "dir/a": "A", "dir/b": "B" });
  await addTo(fixture, "dir");
  fixture.remove("repo/dir/b");
  await addTo(fixture, "dir/b");
  expect(fixture.read("repo/dir.dvc")).toContain("nfiles: 1");
});

test("add() expands patterns and leaves .dvc files out", async () => {
  const fixture = await fixtureWith({ "a.csv": "1", "b.csv": "2", "a.csv.dvc.txt": "3" });
  const { added } = await addWith(fixture, { targets: ["*.csv"], glob: true });
  expect(added.map(({ path }) => path).sort()).toEqual(["a.csv", "b.csv"]);
});

test("add() saves nothing with noCommit", async () => {
  const fixture = await fixtureWith({ foo: "foo" });
  await addWith(fixture, { targets: ["foo"], noCommit: true });
  expect(fixture.list("repo/.dvc/cache")).toEqual([]);
  expect(fixture.read("repo/foo.dvc")).toContain("acbd18db4cc2f85cedef654fccc4a4d8");
});
