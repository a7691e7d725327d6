import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { add } from "../add/add.ts";
import { push } from "../push/push.ts";
import type { RegistryFixture } from "../testing/registry-fixture.ts";
import { committedFixture } from "../testing/tracked-fixture.ts";
import { type DataStatusOptions, dataStatus } from "./data-status.ts";

const NOTHING = { modified: [], unknown: [], added: [], renamed: [], deleted: [] };

async function statusIn(fixture: RegistryFixture, options: DataStatusOptions = {}, folder = "repo") {
  return dataStatus(await fixture.open(folder), options, fixture.run);
}

test("dataStatus() tells nothing of what is as HEAD records it", async () => {
  const fixture = await committedFixture({ foo: "foo", "dir/a": "A" }, "foo", "dir");
  expect(await statusIn(fixture)).toEqual({
    notInCache: [],
    notInRemote: [],
    committed: NOTHING,
    uncommitted: NOTHING,
    untracked: [],
    unchanged: [],
    git: { isEmpty: false, isDirty: false },
  });
  const { unchanged } = await statusIn(fixture, { granular: true, unchanged: true });
  expect(unchanged).toEqual(["dir/", "dir/a", "foo"]);
});

test("dataStatus() tells what is in the metadata from what is only in the workspace", async () => {
  const fixture = await committedFixture({ foo: "1", "dir/a": "A", "dir/b": "B" }, "foo", "dir");
  fixture.replace("repo/foo", "2");
  fixture.replace("repo/dir/c", "C");
  await add(await fixture.open(), { targets: ["foo", "dir"] }, fixture.run);
  fixture.replace("repo/dir/a", "changed");
  fixture.remove("repo/dir/b");
  fixture.replace("repo/dir/moved", "B");
  const status = await statusIn(fixture, { granular: true });
  expect(status.committed).toEqual({ ...NOTHING, modified: ["dir/", "foo"], added: ["dir/c"] });
  expect(status.uncommitted).toEqual({
    ...NOTHING,
    modified: ["dir/", "dir/a"],
    renamed: [{ old: "dir/b", new: "dir/moved" }],
  });
  expect(status.git).toEqual({ isEmpty: false, isDirty: true });
});

test("dataStatus() takes all data for added before the first commit, and for unchanged without Git", async () => {
  const fixture = await committedFixture({ foo: "foo" }, "foo");
  await fixture.git("repo", "update-ref", "-d", "HEAD");
  expect(await statusIn(fixture)).toMatchObject({ committed: { added: ["foo"] }, git: { isEmpty: true } });
  fixture.replace("repo/.dvc/config", "[core]\n    no_scm = True\n");
  const status = await statusIn(fixture, { unchanged: true });
  expect(status).toMatchObject({ committed: NOTHING, unchanged: ["foo"], git: undefined });
});

test("dataStatus() does not guess what is in a directory whose manifest is lost", async () => {
  const fixture = await committedFixture({ "dir/sub/a": "A", foo: "foo" }, "dir", "foo");
  fixture.remove("repo/.dvc/cache");
  const status = await statusIn(fixture, { granular: true });
  expect(status.notInCache).toEqual(["dir/", "foo"]);
  expect(status.uncommitted).toEqual({ ...NOTHING, unknown: ["dir/sub/", "dir/sub/a"] });
});

test("dataStatus() only looks at names in the cache", async () => {
  const fixture = await committedFixture({ foo: "foo", "dir/a": "A" }, "foo", "dir");
  const object = ".dvc/cache/files/md5/ac/bd18db4cc2f85cedef654fccc4a4d8";
  fixture.replace(`repo/${object}`, "damaged");
  expect((await statusIn(fixture, { granular: true })).notInCache).toEqual([]);
  expect(existsSync(join(fixture.dir, "repo", object))).toBe(true);
});

test("dataStatus() takes targets from the current folder, and stage files for their outputs", async () => {
  const fixture = await committedFixture({ a: "1", "s/a": "2", "s/d/x": "3", "s/d/y": "4" }, "a", "s/a", "s/d");
  for (const path of ["a", "s/a", "s/d/x", "s/d/y"]) fixture.replace(`repo/${path}`, "changed");
  const modifiedBy = async (targets: readonly string[], granular = false) =>
    (await statusIn(fixture, { targets, granular }, "repo/s")).uncommitted.modified;
  expect(await modifiedBy(["a"])).toEqual(["s/a"]);
  expect(await modifiedBy(["../a.dvc"])).toEqual(["a"]);
  expect(await modifiedBy(["."])).toEqual(["s/a", "s/d/"]);
  expect(await modifiedBy(["d/x"])).toEqual([]);
  expect(await modifiedBy(["d/x"], true)).toEqual(["s/d/x"]);
  expect(await modifiedBy(["../../outside"])).toEqual([]);
});

test("dataStatus() lists untracked files of the project from the current folder", async () => {
  const fixture = await committedFixture({ foo: "foo" }, "foo");
  fixture.replace("repo/s/new", "");
  fixture.replace("repo/other", "");
  const { untracked, git } = await statusIn(fixture, { untracked: true }, "repo/s");
  expect([untracked, git?.isDirty]).toEqual([["../other", "new"], true]);
  expect((await statusIn(fixture, { untracked: true, targets: ["s"] })).untracked).toEqual(["s/new"]);
});

test("dataStatus() asks the remote, or goes by what it had when it was last asked", async () => {
  const fixture = await committedFixture({ foo: "foo", "dir/a": "A" }, "foo", "dir");
  expect((await statusIn(fixture, { notInRemote: true })).notInRemote).toEqual(["dir/", "foo"]);
  fixture.replace("repo/.dvc/config", "[core]\n    remote = store\n['remote \"store\"']\n    url = ../../store\n");
  await push(await fixture.open(), { targets: ["dir"] }, fixture.run);
  const asked = { notInRemote: true, granular: true };
  expect((await statusIn(fixture, asked)).notInRemote).toEqual(["foo"]);
  fixture.remove("store");
  expect((await statusIn(fixture, { ...asked, refresh: false })).notInRemote).toEqual(["foo"]);
  expect((await statusIn(fixture, asked)).notInRemote).toEqual(["dir/", "dir/a", "foo"]);
});
