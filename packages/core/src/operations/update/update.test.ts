import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importPath } from "../import/import-path.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { update } from "./update.ts";

async function imported(files: Readonly<Record<string, string>>, path: string): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release(files, [path]);
  await importPath(await fixture.open(), { url: "../src", path }, fixture.run);
  fixture.messages.length = 0;
  return fixture;
}

test("update() moves the lock and rewrites only the files that changed", async () => {
  const fixture = await imported({ "dir/a": "A", "dir/b": "B" }, "dir");
  const inode = (name: string) => statSync(join(fixture.dir, "repo/dir", name)).ino;
  const before = { a: inode("a"), b: inode("b") };
  const after = await fixture.release({ "dir/b": "changed" }, ["dir"]);
  const { updated } = await update(await fixture.open(), { targets: ["dir.dvc"] }, fixture.run);
  expect(updated).toMatchObject([{ dvcFile: "dir.dvc", after, changed: true }]);
  expect(fixture.read("repo/dir/b")).toBe("changed");
  expect(inode("a")).toBe(before.a);
  expect(inode("b")).not.toBe(before.b);
  expect(fixture.read("repo/dir.dvc")).toContain(`rev_lock: ${after}`);
});

test("update() does nothing when neither the source nor the data has changed", async () => {
  const fixture = await imported({ data: "one" }, "data");
  const before = fixture.read("repo/data.dvc");
  const { updated } = await update(await fixture.open(), { targets: ["data"] }, fixture.run);
  expect(updated).toMatchObject([{ changed: false }]);
  expect(fixture.read("repo/data.dvc")).toBe(before);
  expect(fixture.messages).toEqual(["'data.dvc' didn't change, skipping"]);
});

test("update() restores data that is missing in the work tree from the cache", async () => {
  const fixture = await imported({ data: "one" }, "data");
  for (const path of ["repo/data", "src/data", "src/.dvc/cache"]) fixture.remove(path);
  await update(await fixture.open(), { targets: ["data"] }, fixture.run);
  expect(fixture.read("repo/data")).toBe("one");
});

test("update() keeps changed files aside when it replaces them", async () => {
  const fixture = await imported({ "dir/a": "A", "dir/b": "B" }, "dir");
  fixture.replace("repo/dir/a", "mine");
  await fixture.release({ "dir/a": "theirs" }, ["dir"]);
  await update(await fixture.open(), { targets: ["dir"] }, fixture.run);
  expect(fixture.read("repo/dir/a")).toBe("theirs");
  expect(fixture.read("repo/.dvc/tmp/lode/replaced/1/dir/a")).toBe("mine");
  expect(fixture.messages.at(-1)).toContain("kept in '.dvc/tmp/lode/replaced/1': 'dir/a'");
});

test("update() changes nothing when the path is gone from the source", async () => {
  const fixture = await imported({ data: "one" }, "data");
  const before = fixture.read("repo/data.dvc");
  fixture.remove("src/data");
  fixture.remove("src/data.dvc");
  await fixture.commit("src", "remove");
  await expect(update(await fixture.open(), { targets: ["data"] }, fixture.run)).rejects.toMatchObject({
    code: "SOURCE_PATH_MISSING",
  });
  expect(fixture.read("repo/data")).toBe("one");
  expect(fixture.read("repo/data.dvc")).toBe(before);
});

test("update() moves only the lock and removes outdated data when nothing is to be downloaded", async () => {
  const fixture = await imported({ data: "one" }, "data");
  const commit = await fixture.release({ data: "two" }, ["data"]);
  await update(await fixture.open(), { targets: ["data"], noDownload: true }, fixture.run);
  expect(fixture.read("repo/data")).toBeUndefined();
  expect(fixture.read("repo/data.dvc")).toContain(`rev_lock: ${commit}\nouts:\n- hash: md5\n  path: data\n`);
});

test("update() refuses options that contradict one another", async () => {
  const fixture = await imported({ data: "one" }, "data");
  const project = await fixture.open();
  for (const options of [{ toRemote: true, noDownload: true }, { remote: "store" }, { toRemote: true }]) {
    await expect(update(project, { targets: ["data"], ...options }, fixture.run)).rejects.toMatchObject({
      code: "OPTIONS_CONFLICT",
    });
  }
});

test("update() warns of data that is no import and leaves its file as it is", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "dir/a": "A" }, ["dir"]);
  const before = fixture.read("src/dir.dvc");
  await update(await fixture.open("src"), { targets: ["dir"] }, fixture.run);
  expect(fixture.messages).toEqual(["Could not update 'dir', it was never pushed to a remote"]);
  expect(fixture.read("src/dir.dvc")).toBe(before);
});

test("update() moves several imports of one directory of a source", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "dir/one/a": "1", "dir/two/b": "1" }, ["dir"]);
  for (const path of ["dir/one", "dir/two"])
    await importPath(await fixture.open(), { url: "../src", path }, fixture.run);
  await fixture.release({ "dir/one/a": "2", "dir/two/b": "2" }, ["dir"]);
  fixture.remove("src/dir");
  await update(await fixture.open(), { targets: ["one.dvc", "two.dvc"] }, fixture.run);
  expect([fixture.read("repo/one/a"), fixture.read("repo/two/b")]).toEqual(["2", "2"]);
});
