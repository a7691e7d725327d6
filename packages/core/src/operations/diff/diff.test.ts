import { expect, test } from "vitest";
import { add } from "../add/add.ts";
import type { RegistryFixture } from "../testing/registry-fixture.ts";
import { committedFixture } from "../testing/tracked-fixture.ts";
import { type DiffOptions, diff } from "./diff.ts";

async function diffIn(fixture: RegistryFixture, options: DiffOptions = {}, folder = "repo") {
  return diff(await fixture.open(folder), options, fixture.run);
}

const NOTHING = { added: [], deleted: [], modified: [], renamed: [] };
const FOO = "acbd18db4cc2f85cedef654fccc4a4d8";

test("diff() compares HEAD with the workspace, files of directories too", async () => {
  const fixture = await committedFixture({ foo: "foo", "dir/a": "A", "dir/b": "B" }, "foo", "dir");
  expect(await diffIn(fixture)).toEqual({ ...NOTHING, notInCache: [] });
  fixture.replace("repo/foo", "changed");
  fixture.remove("repo/dir/a");
  fixture.replace("repo/dir/c", "B");
  fixture.remove("repo/dir/b");
  const { added, deleted, modified, renamed } = await diffIn(fixture);
  expect(added).toEqual([]);
  expect(deleted.map(({ path }) => path)).toEqual(["dir/a"]);
  expect(modified.map(({ path }) => path)).toEqual(["dir/", "foo"]);
  expect(modified[1]?.hash).toEqual({ old: FOO, new: "8977dfac2f8e04cb96e66882235f5aba" });
  expect(renamed.map(({ path }) => path)).toEqual([{ old: "dir/b", new: "dir/c" }]);
});

test("diff() compares two revisions without a look at the workspace", async () => {
  const fixture = await committedFixture({ foo: "foo", bar: "bar" }, "foo", "bar");
  fixture.replace("repo/foo", "changed");
  await add(await fixture.open(), { targets: ["foo"] }, fixture.run);
  await fixture.commit("repo", "more");
  fixture.remove("repo/bar");
  const found = await diffIn(fixture, { before: "HEAD~1", after: "HEAD" });
  expect(found).toMatchObject({ ...NOTHING, modified: [{ path: "foo" }], notInCache: undefined });
  expect(await diffIn(fixture, { before: "HEAD", after: "HEAD" })).toMatchObject(NOTHING);
});

test("diff() tells what the cache lacks of the older side", async () => {
  const fixture = await committedFixture({ foo: "foo", "dir/a": "A" }, "foo", "dir");
  fixture.remove(`repo/.dvc/cache/files/md5/${FOO.slice(0, 2)}`);
  const { notInCache } = await diffIn(fixture);
  expect(notInCache).toEqual([{ path: "foo", hash: FOO }]);
  expect((await diffIn(fixture, { after: "workspace" })).notInCache).toBeUndefined();
});

test("diff() takes targets from the current folder, and refuses those that neither side has", async () => {
  const fixture = await committedFixture({ foo: "foo", "dir/a": "A", "dir/s/b": "B" }, "foo", "dir");
  for (const path of ["foo", "dir/a", "dir/s/b"]) fixture.replace(`repo/${path}`, "changed");
  const pathsFor = async (...targets: readonly string[]) =>
    (await diffIn(fixture, { targets }, "repo/dir")).modified.map(({ path }) => path);
  expect(await pathsFor("s")).toEqual(["dir/s/b"]);
  expect(await pathsFor("../foo.dvc", "a")).toEqual(["dir/a", "foo"]);
  await expect(pathsFor("../nothing")).rejects.toMatchObject({ code: "TARGET_UNKNOWN" });
  fixture.remove("repo/.dvc/cache");
  await expect(pathsFor("a")).rejects.toMatchObject({ code: "MANIFEST_MISSING" });
});

test("diff() needs Git, and finds nothing before the first commit", async () => {
  const fixture = await committedFixture({ foo: "foo" }, "foo");
  await expect(diffIn(fixture, { before: "nothing" })).rejects.toMatchObject({ code: "REVISION_UNKNOWN" });
  await fixture.git("repo", "update-ref", "-d", "HEAD");
  expect(await diffIn(fixture)).toMatchObject(NOTHING);
  fixture.replace("repo/.dvc/config", "[core]\n    no_scm = True\n");
  await expect(diffIn(fixture)).rejects.toMatchObject({ code: "GIT_REPO_MISSING" });
});
