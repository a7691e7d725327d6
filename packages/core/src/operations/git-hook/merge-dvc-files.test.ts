import { expect, test } from "vitest";
import { add } from "../add/add.ts";
import { push } from "../push/push.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { type MergeFiles, mergeDvcFiles } from "./merge-dvc-files.ts";

type Files = Readonly<Record<string, string>>;

/** Tracks a directory with these files and gives back its `.dvc` file. */
async function tracked(fixture: RegistryFixture, files: Files): Promise<string> {
  fixture.remove("repo/data");
  for (const [name, content] of Object.entries(files)) fixture.replace(`repo/data/${name}`, content);
  await add(await fixture.open(), { targets: ["data"] }, fixture.run);
  return fixture.read("repo/data.dvc") ?? "";
}

async function threeVersions(ancestor: Files, our: Files, their: Files): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  for (const [name, files] of Object.entries({ ancestor, our, their })) {
    fixture.replace(`repo/${name}`, await tracked(fixture, files));
  }
  return fixture;
}

const sides = { ancestor: "ancestor", our: "our", their: "their" };

async function merge(fixture: RegistryFixture, options: Partial<MergeFiles> = {}) {
  return mergeDvcFiles(await fixture.open(), { ...sides, ...options });
}

test("mergeDvcFiles() merges directories, and keeps what our version says beside", async () => {
  const fixture = await threeVersions({ a: "1" }, { a: "1", b: "2" }, { a: "1", "c/d": "3" });
  fixture.replace("repo/our", `# ours\n${fixture.read("repo/our")}`);
  expect(await merge(fixture)).toMatchObject({ changed: true });
  expect(fixture.read("repo/our")).toBe(`# ours\n${await tracked(fixture, { a: "1", b: "2", "c/d": "3" })}`);
});

test("mergeDvcFiles() changes nothing in a conflict, unless a side is favored", async () => {
  const fixture = await threeVersions({ a: "1", b: "1" }, { a: "2", b: "1" }, { a: "3", b: "3" });
  const before = fixture.read("repo/our");
  const objects = fixture.list("repo/.dvc/cache");
  await expect(merge(fixture, { name: "data.dvc" })).rejects.toMatchObject({
    code: "MERGE_CONFLICT",
    message: "Cannot merge 'data.dvc': unable to auto-merge the following paths:\na",
    details: { paths: ["a"] },
  });
  expect(fixture.read("repo/our")).toBe(before);
  expect(fixture.list("repo/.dvc/cache")).toEqual(objects);
  await merge(fixture, { favor: "our" });
  expect(fixture.read("repo/our")).toBe(await tracked(fixture, { a: "2", b: "3" }));
});

test("mergeDvcFiles() refuses a file that is a folder on the other side, whichever is favored", async () => {
  const fixture = await threeVersions({ z: "1" }, { z: "1", a: "1" }, { z: "1", "a/b": "1" });
  await expect(merge(fixture, { favor: "their" })).rejects.toMatchObject({ details: { paths: ["a"] } });
});

test("mergeDvcFiles() takes the side that has something, if the other is empty", async () => {
  const fixture = await threeVersions({ a: "1" }, { a: "2" }, { a: "3" });
  fixture.replace("repo/empty", "");
  await merge(fixture, { ancestor: "empty", their: "empty" });
  const before = fixture.read("repo/our");
  await merge(fixture, { ancestor: "empty", our: "empty" });
  expect(fixture.read("repo/our")).toBe(before);
  expect(fixture.read("repo/empty")).toBe(fixture.read("repo/their"));
});

test("mergeDvcFiles() fetches a listing that the cache lacks, and leaves out a size that it does not know", async () => {
  const fixture = await threeVersions({ a: "1" }, { a: "1", b: "2" }, { a: "1", c: "3" });
  fixture.replace(
    "repo/.dvc/config",
    `[core]\n    remote = store\n['remote "store"']\n    url = ${fixture.dir}/store\n`,
  );
  await push(await fixture.open(), {}, fixture.run);
  fixture.remove("repo/.dvc/cache");
  await tracked(fixture, { a: "1", b: "2" });
  await tracked(fixture, { a: "1" });
  await merge(fixture);
  expect(fixture.read("repo/our")).toMatch(/^outs:\n- md5: \w+\.dir\n {2}nfiles: 3\n {2}hash: md5\n {2}path: data\n$/);
});

test.each([
  ["options", "outs:\n- md5: f123.dir\n  hash: md5\n  path: data\n  cache: false\n", "outputs with different options"],
  ["file", "outs:\n- md5: f123\n  hash: md5\n  path: data\n", "outputs that are not directories"],
  ["import", "deps:\n- path: x\nouts:\n- md5: f123.dir\n  path: data\n", "DVC files that weren't created by `dvc add`"],
  ["desc", "desc: x\nouts:\n- md5: f123.dir\n  hash: md5\n  path: data\n", ""],
])("mergeDvcFiles() refuses what it cannot merge: %s", async (_, their, reason) => {
  const fixture = await threeVersions({ a: "1" }, { a: "2" }, { a: "3" });
  fixture.replace("repo/their", their);
  const before = fixture.read("repo/our");
  await expect(merge(fixture)).rejects.toMatchObject({
    code: "MERGE_UNSUPPORTED",
    message: expect.stringContaining(reason),
  });
  expect(fixture.read("repo/our")).toBe(before);
});
