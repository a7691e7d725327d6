import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileModes } from "../fs/file-modes.ts";
import { addFiles } from "./add-files.ts";
import { needsRelink, probeLinkTypes } from "./links.ts";
import { objectPath } from "./object-store.ts";
import { makeStoreFixture, oidOf } from "./testing/store-fixture.ts";
import { unprotect } from "./unprotect.ts";

test("probeLinkTypes() gives what works, in order, and leaves nothing", () => {
  using folder = makeStoreFixture({ linkTypes: ["symlink", "hardlink", "copy"] });
  expect(probeLinkTypes(folder.store, folder.path)).toEqual(["symlink", "hardlink", "copy"]);
  expect(probeLinkTypes(folder.store, "/dev/shm")).toEqual(["symlink", "copy"]);
  expect(folder.list()).toEqual([]);
});

test("probeLinkTypes() refuses when nothing works", () => {
  using folder = makeStoreFixture({ linkTypes: ["hardlink"] });
  expect(() => probeLinkTypes(folder.store, "/dev/shm")).toThrow("no link type works");
});

test.each([
  { linkTypes: ["copy"], needs: { copy: false, hardlink: true, symlink: true } },
  { linkTypes: ["reflink", "copy"], needs: { copy: false, hardlink: true, symlink: true } },
  { linkTypes: ["hardlink", "copy"], needs: { copy: false, hardlink: false, symlink: true } },
  { linkTypes: ["hardlink"], needs: { copy: true, hardlink: false, symlink: true } },
  { linkTypes: ["symlink", "hardlink"], needs: { copy: true, hardlink: false, symlink: false } },
] as const)("needsRelink() with $linkTypes", async ({ linkTypes, needs }) => {
  using folder = makeStoreFixture({ linkTypes });
  const path = folder.write("copy", "foo");
  await addFiles(folder.store, [path]);
  const object = objectPath(folder.store, oidOf("foo"));
  linkSync(object, join(folder.path, "hardlink"));
  symlinkSync(object, join(folder.path, "symlink"));
  for (const [name, expected] of Object.entries(needs)) {
    expect(needsRelink(folder.store, { path: join(folder.path, name), oid: oidOf("foo") })).toBe(expected);
  }
  linkSync(path, join(folder.path, "copy2"));
  expect(needsRelink(folder.store, { path, oid: oidOf("foo") })).toBe(true);
});

test("unprotect() makes files of a tree independent of the store and writable", async () => {
  using folder = makeStoreFixture();
  const large = Buffer.alloc(1_300_000, "z");
  await addFiles(folder.store, [folder.write("a", "foo"), folder.write("b", large)]);
  mkdirSync(join(folder.path, "dir/sub"), { recursive: true });
  linkSync(objectPath(folder.store, oidOf("foo")), join(folder.path, "dir/hard"));
  linkSync(objectPath(folder.store, oidOf(large)), join(folder.path, "dir/sub/large"));
  symlinkSync(objectPath(folder.store, oidOf("foo")), join(folder.path, "dir/soft"));
  writeFileSync(join(folder.path, "dir/plain"), "x", { mode: 0o444 });
  expect(await unprotect(folder.store, join(folder.path, "dir"))).toBe(3);
  for (const name of ["hard", "soft", "sub/large", "plain"]) {
    const stat = statSync(join(folder.path, "dir", name));
    expect([name, stat.nlink, stat.mode & 0o777]).toEqual([name, 1, fileModes().file]);
  }
  expect(readFileSync(join(folder.path, "dir/soft"), "utf8")).toBe("foo");
  expect(readFileSync(join(folder.path, "dir/sub/large")).equals(large)).toBe(true);
  expect(statSync(objectPath(folder.store, oidOf("foo"))).mode & 0o777).toBe(0o444);
});

test("unprotect() gives the group's mode in a shared store and refuses a missing path", async () => {
  using folder = makeStoreFixture({ shared: "group" });
  const path = folder.write("a", "foo");
  expect(await unprotect(folder.store, path)).toBe(0);
  expect(statSync(path).mode & 0o777).toBe(0o664);
  await expect(unprotect(folder.store, join(folder.path, "no"))).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
});

test("unprotect() keeps the bytes of runs apart that take turns in one thread", async () => {
  using folder = makeStoreFixture();
  const contents = ["one", "two", "three"];
  const paths = contents.map((content, i) => folder.write(`f${i}`, content));
  for (const path of paths) linkSync(path, `${path}.link`);
  await Promise.all(paths.map((path) => unprotect(folder.store, path)));
  expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(contents);
});
