import { expect, test } from "vitest";
import { checkout } from "../checkout/checkout.ts";
import { importPath } from "../import/import-path.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { fetch } from "./fetch.ts";

const CACHE = "repo/.dvc/cache/files/md5";

async function imported(extent: "full" | "lock" = "full"): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "dir/a": "A", "dir/b": "B", "lib/x": "X", "lib/y": "Y" }, ["dir"]);
  for (const path of ["dir", "lib"]) {
    await importPath(await fixture.open(), { url: "../src", path, extent }, fixture.run);
  }
  fixture.messages.length = 0;
  return fixture;
}

test("fetch() brings imports from their sources at the locked commit when the cache is empty", async () => {
  const fixture = await imported();
  const objects = fixture.list(CACHE);
  await fixture.release({ "dir/a": "newer", "lib/x": "newer" }, ["dir"]);
  fixture.remove("repo/.dvc/cache");
  expect(await fetch(await fixture.open(), {}, fixture.run)).toEqual({ fetched: 4, missing: [] });
  expect(fixture.list(CACHE)).toEqual(objects);
});

test("fetch() opens no source when the cache has all data of an import", async () => {
  const fixture = await imported();
  fixture.remove("src");
  expect(await fetch(await fixture.open(), {}, fixture.run)).toEqual({ fetched: 0, missing: [] });
  expect(fixture.messages).toEqual([]);
});

test("fetch() warns and names what is missing when a source cannot be reached", async () => {
  const fixture = await imported();
  for (const path of ["src", "repo/.dvc/cache"]) fixture.remove(path);
  const { fetched, missing } = await fetch(await fixture.open(), {}, fixture.run);
  expect({ fetched, missing: missing.length }).toEqual({ fetched: 0, missing: 2 });
  expect(fixture.messages.some((message) => message.endsWith("Its data is left out"))).toBe(true);
});

test("fetch() brings a part of an import with the listing of the whole", async () => {
  const fixture = await imported();
  const listings = fixture.list(CACHE).filter((name) => name.endsWith(".dir"));
  fixture.remove("repo/.dvc/cache");
  const { fetched } = await fetch(await fixture.open(), { targets: ["dir/a"] }, fixture.run);
  expect(fetched).toBe(1);
  expect(fixture.list(CACHE)).toHaveLength(2);
  expect(listings).toContain(fixture.list(CACHE).find((name) => name.endsWith(".dir")));
});

test("fetch() does not take other data of the source for what an import records", async () => {
  const fixture = await imported();
  const record = fixture.read("repo/lib.dvc") ?? "";
  fixture.replace("repo/lib.dvc", record.replace(/md5: ....(\S+\.dir)/, "md5: 0000$1"));
  const { missing } = await fetch(await fixture.open(), { targets: ["lib.dvc"] }, fixture.run);
  expect(missing).toHaveLength(1);
});

test("fetch() keeps the data of partial imports apart from the cache, for checkout", async () => {
  const fixture = await imported("lock");
  const project = await fixture.open();
  expect(await fetch(project, {}, fixture.run)).toEqual({ fetched: 4, missing: [] });
  expect(fixture.list(CACHE)).toEqual([]);
  expect((await checkout(project, {}, fixture.run)).added).toEqual(["dir/", "lib/"]);
  expect(fixture.read("repo/dir/b")).toBe("B");
});
