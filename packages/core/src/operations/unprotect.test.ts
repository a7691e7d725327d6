import { lstatSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { add } from "./add/add.ts";
import { registryFixture } from "./testing/registry-fixture.ts";
import { unprotect } from "./unprotect.ts";

test("unprotect() makes links to the cache writable copies", async () => {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/.dvc/config", "[cache]\n    type = symlink\n");
  fixture.replace("repo/dir/a", "A");
  await add(await fixture.open(), { targets: ["dir"] }, fixture.run);
  const file = join(fixture.dir, "repo/dir/a");
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  const { copied } = await unprotect(await fixture.open(), ["dir"], fixture.run);
  expect(copied).toBe(1);
  expect(lstatSync(file).isFile()).toBe(true);
  expect(statSync(file).mode & 0o200).toBe(0o200);
  expect(fixture.read("repo/dir/a")).toBe("A");
});

test("unprotect() tells of a path that is not there", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await expect(unprotect(await fixture.open(), ["missing"], fixture.run)).rejects.toMatchObject({
    code: "PATH_NOT_FOUND",
  });
});
