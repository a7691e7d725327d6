import { expect, test } from "vitest";
import { add } from "../add/add.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { trackedFixture } from "../testing/tracked-fixture.ts";
import { type CommitOptions, commit } from "./commit.ts";
import type { ConfirmedChange } from "./commit-stage.ts";

async function commitIn(fixture: RegistryFixture, options: CommitOptions = {}) {
  return commit(await fixture.open(), options, fixture.run);
}

test("commit() refuses a change that nobody confirms", async () => {
  const fixture = await trackedFixture({ foo: "foo" }, "foo");
  const before = fixture.read("repo/foo.dvc");
  fixture.replace("repo/foo", "changed");
  await expect(commitIn(fixture)).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
  expect(fixture.read("repo/foo.dvc")).toBe(before);
});

test("commit() asks about each changed stage, and records it when the answer is yes", async () => {
  const fixture = await trackedFixture({ foo: "foo" }, "foo");
  fixture.replace("repo/foo", "changed");
  const asked: ConfirmedChange[] = [];
  const confirm = async (change: ConfirmedChange) => asked.push(change) > 0;
  const { committed } = await commitIn(fixture, { confirm });
  expect(asked).toMatchObject([{ stage: "foo.dvc" }]);
  expect(committed).toEqual(["foo.dvc"]);
  expect(fixture.read("repo/foo.dvc")).toContain("size: 7");
});

test("commit() saves what add recorded without saving", async () => {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/dir/a", "A");
  await add(await fixture.open(), { targets: ["dir"], noCommit: true }, fixture.run);
  expect(fixture.list("repo/.dvc/cache")).toEqual([]);
  await commitIn(fixture);
  expect(fixture.list("repo/.dvc/cache")).toHaveLength(2);
});

test("commit() with force records the outputs and dependencies of a pipeline's stage", async () => {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/dvc.yaml", "stages:\n  copy:\n    cmd: cp in out\n    deps: [in]\n    outs: [out]\n");
  fixture.replace("repo/in", "foo");
  fixture.replace("repo/out", "foo");
  await commitIn(fixture, { force: true });
  const oid = "acbd18db4cc2f85cedef654fccc4a4d8";
  expect(fixture.read("repo/dvc.lock")).toBe(
    [
      "schema: '2.0'\nstages:\n  copy:\n    cmd: cp in out\n",
      `    deps:\n    - path: in\n      hash: md5\n      md5: ${oid}\n      size: 3\n`,
      `    outs:\n    - path: out\n      hash: md5\n      md5: ${oid}\n      size: 3\n`,
    ].join(""),
  );
  expect(fixture.read("repo/.gitignore")).toBe("/out\n");
});

test("commit() names what is missing", async () => {
  const fixture = await trackedFixture({ foo: "foo" }, "foo");
  fixture.remove("repo/foo");
  await expect(commitIn(fixture, { force: true })).rejects.toMatchObject({ code: "OUTPUT_MISSING" });
});
