import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { type DuOptions, du } from "./du.ts";

async function released(): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ foo: "foo", "dir/a": "1", "dir/sub/b": "22", "plain/c": "333", "plain/d.dvc": "" }, [
    "foo",
    "dir",
  ]);
  return fixture;
}

async function sizes(fixture: RegistryFixture, options: Omit<DuOptions, "url">, url = "../src") {
  const { context } = await fixture.open();
  const entries = await du(context, { ...options, url }, fixture.run);
  return entries.map(({ path, size }) => `${size} ${path}`);
}

test("du() measures files and tracked data, and leaves DVC's own files out", async () => {
  const fixture = await released();
  fixture.remove("src/.gitignore");
  const expected = ["3 dir", "3 foo", "3 plain", "9 "];
  expect(await sizes(fixture, {})).toEqual(expected);
  fixture.remove("src/dir");
  fixture.remove("src/foo");
  expect(await sizes(fixture, {})).toEqual(expected);
  expect(await sizes(fixture, { summarize: true })).toEqual(["9 "]);
});

test("du() knows the files of a directory at a revision from the cache, and its total without", async () => {
  const fixture = await released();
  expect(await sizes(fixture, { rev: "HEAD", path: "dir/" })).toEqual(["1 dir/a", "2 dir/sub", "3 dir/"]);
  fixture.remove("src/.dvc/cache/files/md5/c4");
  expect(await sizes(fixture, { rev: "HEAD", path: "dir" })).toEqual(["null dir/a", "2 dir/sub", "3 dir"]);
  expect(await sizes(fixture, { rev: "HEAD", path: "dir/a" })).toEqual(["null dir/a"]);
});

test("du() counts a link to nothing as empty", async () => {
  const fixture = await released();
  symlinkSync("nowhere", join(fixture.dir, "src/plain/link"));
  expect(await sizes(fixture, { path: "plain" })).toEqual(["3 plain/c", "0 plain/link", "3 plain"]);
});

test("du() refuses what is not there", async () => {
  const fixture = await released();
  await expect(sizes(fixture, { path: "nothing" })).rejects.toMatchObject({ code: "SOURCE_PATH_MISSING" });
  await expect(sizes(fixture, { path: "../src" })).rejects.toMatchObject({ code: "SOURCE_PATH_MISSING" });
});
