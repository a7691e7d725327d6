import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../checkout/checkout.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { trackedFixture } from "../testing/tracked-fixture.ts";
import { type RemoveOptions, remove } from "./remove.ts";

async function removeIn(fixture: RegistryFixture, options: RemoveOptions) {
  return remove(await fixture.open(), options, fixture.run);
}

test("remove() leaves the data to the user, also through later checkouts", async () => {
  const fixture = await trackedFixture({ foo: "foo" }, "foo");
  fixture.remove("repo/foo");
  await checkout(await fixture.open(), {}, fixture.run);
  expect(await removeIn(fixture, { targets: ["foo.dvc"] })).toMatchObject({ stages: ["foo.dvc"], paths: [] });
  await checkout(await fixture.open(), {}, fixture.run);
  expect(fixture.list("repo").filter((name) => !name.startsWith("."))).toEqual(["foo"]);
  expect(fixture.read("repo/.gitignore")).toBeUndefined();
});

test("remove() with outs removes what is saved, and keeps the rest aside", async () => {
  const fixture = await trackedFixture({ "dir/a": "a", "dir/sub/b": "b" }, "dir");
  fixture.replace("repo/dir/sub/mine", "mine");
  await removeIn(fixture, { targets: ["dir.dvc"], outs: true });
  expect(fixture.list("repo/dir")).toEqual([]);
  expect(fixture.read("repo/.dvc/tmp/lode/replaced/1/dir/sub/mine")).toBe("mine");
  expect(fixture.messages.join()).toContain("'dir/sub/mine'");
});

test("remove() removes a link, not what it leads to", async () => {
  const fixture = await trackedFixture({ foo: "foo", "elsewhere/mine": "mine" }, "foo");
  fixture.remove("repo/foo");
  symlinkSync("elsewhere", join(fixture.dir, "repo/foo"));
  await removeIn(fixture, { targets: ["foo.dvc"], outs: true });
  expect(fixture.list("repo")).not.toContain("foo");
  expect(fixture.read("repo/elsewhere/mine")).toBe("mine");
});

test("remove() does not reach through a link out of the project", async () => {
  const fixture = await trackedFixture({ "dir/foo": "foo" }, "dir/foo");
  fixture.replace("outside/foo", "theirs");
  fixture.replace("repo/foo.dvc", `wdir: dir\n${fixture.read("repo/dir/foo.dvc")}`);
  fixture.remove("repo/dir");
  symlinkSync("../outside", join(fixture.dir, "repo/dir"));
  const attempt = removeIn(fixture, { targets: ["foo.dvc"], outs: true });
  await expect(attempt).rejects.toMatchObject({ code: "PATH_BEHIND_LINK" });
  expect(fixture.read("outside/foo")).toBe("theirs");
  expect(fixture.read("repo/foo.dvc")).toBeDefined();
});

test("remove() takes a stage out of dvc.yaml and dvc.lock, and deletes the files with the last one", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const stage = (name: string) => `  ${name}:\n    cmd: echo ${name}\n`;
  fixture.replace("repo/dvc.yaml", `# mine\nstages:\n${stage("a")}${stage("b")}plots: []\n`);
  fixture.replace("repo/dvc.lock", `schema: '2.0'\nstages:\n${stage("a")}${stage("b")}`);
  await removeIn(fixture, { targets: ["a"] });
  expect(fixture.read("repo/dvc.yaml")).toBe(`# mine\nstages:\n${stage("b")}plots: []\n`);
  expect(fixture.read("repo/dvc.lock")).toBe(`schema: '2.0'\nstages:\n${stage("b")}`);
  await removeIn(fixture, { targets: ["dvc.yaml:b"] });
  expect(fixture.list("repo").filter((name) => name.startsWith("dvc."))).toEqual([]);
});

test("remove() changes nothing of a stage that templating makes", async () => {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/dvc.yaml", "vars: [{a: 1}]\nstages:\n  s:\n    cmd: echo ${a} >out\n    outs: [out]\n");
  fixture.replace("repo/out", "1");
  fixture.replace("repo/.gitignore", "/out\n");
  await expect(removeIn(fixture, { targets: ["s"], outs: true })).rejects.toMatchObject({ code: "STAGE_PARAMETRIZED" });
  expect([fixture.read("repo/out"), fixture.read("repo/.gitignore")]).toEqual(["1", "/out\n"]);
});

test("remove() asks back when an output is named instead of its .dvc file", async () => {
  const fixture = await trackedFixture({ foo: "foo" }, "foo");
  const attempt = removeIn(fixture, { targets: ["foo"] });
  await expect(attempt).rejects.toMatchObject({ code: "TARGET_UNKNOWN", hint: "Did you mean 'foo.dvc'?" });
});
