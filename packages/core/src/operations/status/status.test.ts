import { expect, test } from "vitest";
import { commit } from "../commit/commit.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { trackedFixture } from "../testing/tracked-fixture.ts";
import { hasStages } from "./has-stages.ts";
import { type StatusOptions, status } from "./status.ts";

async function statusIn(fixture: RegistryFixture, options: StatusOptions = {}) {
  return status(await fixture.open(), options, fixture.run);
}

test("hasStages() tells a project that tracks nothing from others", async () => {
  const empty = await registryFixture(process.env.PATH);
  expect(await statusIn(empty)).toEqual({ changes: {} });
  expect(await hasStages(await empty.open())).toBe(false);
  expect(await hasStages(await (await trackedFixture({ foo: "foo" }, "foo")).open())).toBe(true);
});

test("status() tells nothing of what is as recorded", async () => {
  const fixture = await trackedFixture({ foo: "foo", "dir/a": "A" }, "foo", "dir");
  expect(await statusIn(fixture)).toEqual({ changes: {} });
});

test("status() tells modified, deleted and uncached outputs apart", async () => {
  const fixture = await trackedFixture({ changed: "1", gone: "2", lost: "3" }, "changed", "gone", "lost");
  fixture.replace("repo/changed", "mine");
  fixture.remove("repo/gone");
  fixture.remove("repo/.dvc/cache/files/md5/ec");
  const { changes } = await statusIn(fixture);
  expect(changes).toEqual({
    "changed.dvc": [{ "changed outs": { changed: "modified" } }],
    "gone.dvc": [{ "changed outs": { gone: "deleted" } }],
    "lost.dvc": [{ "changed outs": { lost: "not in cache" } }],
  });
});

test("status() looks only at the targets", async () => {
  const fixture = await trackedFixture({ a: "1", b: "2" }, "a", "b");
  fixture.remove("repo/a");
  fixture.remove("repo/b");
  const { changes } = await statusIn(fixture, { targets: ["b.dvc"] });
  expect(Object.keys(changes)).toEqual(["b.dvc"]);
});

test("status() compares dependencies, parameters and the command of a pipeline's stage", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const definition = "deps: [in]\n    params: [rate, depth]\n    outs: [out]\n";
  fixture.replace("repo/dvc.yaml", `stages:\n  copy:\n    cmd: cp in out\n    ${definition}`);
  fixture.replace("repo/params.yaml", "rate: 1\ndepth: 2\n");
  fixture.replace("repo/in", "foo");
  fixture.replace("repo/out", "foo");
  await commit(await fixture.open(), { force: true }, fixture.run);
  expect((await statusIn(fixture)).changes).toEqual({});
  fixture.replace("repo/in", "changed");
  fixture.replace("repo/params.yaml", "rate: 5\n");
  fixture.replace("repo/dvc.yaml", `stages:\n  copy:\n    cmd: cp -v in out\n    ${definition}`);
  const { changes } = await statusIn(fixture);
  expect(changes).toEqual({
    copy: [
      { "changed deps": { in: "modified", "params.yaml": { rate: "modified", depth: "deleted" } } },
      "changed command",
    ],
  });
});
