import { lstatSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RegistryFixture } from "../testing/registry-fixture.ts";
import { trackedFixture } from "../testing/tracked-fixture.ts";
import { type CheckoutOptions, checkout } from "./checkout.ts";

async function checkoutIn(fixture: RegistryFixture, options: CheckoutOptions = {}) {
  return checkout(await fixture.open(), options, fixture.run);
}

/** Points an output at other content, as another branch would do. */
function useOther(fixture: RegistryFixture, output: string, other: string): void {
  const file = fixture.read(`repo/${other}.dvc`) ?? "";
  fixture.replace(`repo/${output}.dvc`, file.replace(`path: ${other}`, `path: ${output}`));
}

test("checkout() brings back what is missing", async () => {
  const fixture = await trackedFixture({ foo: "foo", "dir/a": "A", "dir/sub/b": "B" }, "foo", "dir");
  fixture.remove("repo/foo");
  fixture.remove("repo/dir");
  const { added, modified, counts } = await checkoutIn(fixture);
  expect({ added, modified, counts }).toEqual({
    added: ["dir/", "foo"],
    modified: [],
    counts: { added: 3, modified: 0, deleted: 0 },
  });
  expect(fixture.list("repo/dir")).toEqual(["a", "sub/b"]);
});

test("checkout() rewrites only the files that differ, and removes folders that become empty", async () => {
  const old = { "dir/same": "same", "dir/changed": "old", "dir/gone/deep/x": "x" };
  const fixture = await trackedFixture({ ...old, "next/same": "same", "next/changed": "new" }, "dir", "next");
  const inode = () => statSync(join(fixture.dir, "repo/dir/same")).ino;
  const before = inode();
  useOther(fixture, "dir", "next");
  const { counts } = await checkoutIn(fixture);
  // The two folders that become empty count too, as in DVC.
  expect(counts).toEqual({ added: 0, modified: 1, deleted: 3 });
  expect(fixture.list("repo/dir")).toEqual(["changed", "same"]);
  expect(lstatSync(join(fixture.dir, "repo/dir/gone"), { throwIfNoEntry: false })).toBeUndefined();
  expect(inode()).toBe(before);
});

test("checkout() changes no output when another one has files that are saved nowhere", async () => {
  const fixture = await trackedFixture({ a: "A", b: "B" }, "a", "b");
  fixture.remove("repo/a");
  fixture.replace("repo/b", "mine");
  await expect(checkoutIn(fixture)).rejects.toMatchObject({ code: "FILES_UNSAVED" });
  expect(fixture.read("repo/a")).toBeUndefined();
  expect(fixture.read("repo/b")).toBe("mine");
  await checkoutIn(fixture, { force: true });
  expect(fixture.read("repo/a")).toBe("A");
  expect(fixture.read("repo/b")).toBe("B");
});

test("checkout() goes on with other outputs when one lacks its object", async () => {
  const fixture = await trackedFixture({ a: "A", b: "B" }, "a", "b");
  for (const path of ["a", "b", ".dvc/cache/files/md5/7f"]) fixture.remove(`repo/${path}`);
  const { added, failed } = await checkoutIn(fixture);
  expect(added).toEqual(["b"]);
  expect(failed).toMatchObject([{ path: "a" }]);
  expect(fixture.read("repo/b")).toBe("B");
});

test("checkout() removes outputs that no stage has any more, if they are as they were created", async () => {
  const fixture = await trackedFixture({ kept: "1", gone: "2", changed: "3" }, "kept", "gone", "changed");
  fixture.remove("repo/gone.dvc");
  fixture.remove("repo/changed.dvc");
  fixture.replace("repo/changed", "mine");
  const { deleted } = await checkoutIn(fixture);
  expect(deleted).toEqual(["gone"]);
  expect(fixture.read("repo/gone")).toBeUndefined();
  expect(fixture.read("repo/changed")).toBe("mine");
});

test("checkout() replaces a link to a folder and leaves what the link leads to", async () => {
  const fixture = await trackedFixture({ data: "data" }, "data");
  fixture.remove("repo/data");
  fixture.replace("elsewhere/precious", "precious");
  symlinkSync(join(fixture.dir, "elsewhere"), join(fixture.dir, "repo/data"));
  await checkoutIn(fixture, { force: true });
  expect(lstatSync(join(fixture.dir, "repo/data")).isFile()).toBe(true);
  expect(fixture.read("elsewhere/precious")).toBe("precious");
});

test("checkout() refuses to write through a linked folder that leads out of the project", async () => {
  const fixture = await trackedFixture({ "sub/data": "data" }, "sub/data");
  mkdirSync(join(fixture.dir, "elsewhere"));
  fixture.remove("repo/sub/data");
  fixture.replace("repo/data.dvc", (fixture.read("repo/sub/data.dvc") ?? "").replace("path: data", "path: sub/data"));
  fixture.remove("repo/sub");
  symlinkSync(join(fixture.dir, "elsewhere"), join(fixture.dir, "repo/sub"));
  await expect(checkoutIn(fixture)).rejects.toMatchObject({ code: "PATH_BEHIND_LINK" });
  expect(fixture.list("elsewhere")).toEqual([]);
});

test("checkout() brings back a part of a directory and leaves the rest", async () => {
  const fixture = await trackedFixture({ "dir/a": "A", "dir/sub/b": "B" }, "dir");
  fixture.remove("repo/dir");
  await checkoutIn(fixture, { targets: ["dir/sub"] });
  expect(fixture.list("repo/dir")).toEqual(["sub/b"]);
});
