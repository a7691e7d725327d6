import { expect, test } from "vitest";
import { registryFixture } from "../testing/registry-fixture.ts";
import { freeze, unfreeze } from "./freeze.ts";

test("freeze() and unfreeze() change .dvc files and keep their comments", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const text = "# mine\nouts:\n- md5: acbd18db4cc2f85cedef654fccc4a4d8\n  size: 3\n  hash: md5\n  path: foo\n";
  fixture.replace("repo/foo.dvc", text);
  expect(await freeze(await fixture.open(), ["foo.dvc"], fixture.run)).toEqual({ stages: ["foo.dvc"], failed: [] });
  expect(fixture.read("repo/foo.dvc")).toBe(`${text}frozen: true\n`);
  await unfreeze(await fixture.open(), ["foo.dvc"], fixture.run);
  expect(fixture.read("repo/foo.dvc")).toBe(text);
});

test("freeze() changes the other targets when some fail", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const text = "stages:\n  a:\n    cmd: echo a\n  loop:\n    foreach: [1]\n    do:\n      cmd: echo ${item}\n";
  fixture.replace("repo/dvc.yaml", text);
  const { stages, failed } = await freeze(await fixture.open(), ["nothing", "loop@1", "dvc.yaml", "a"], fixture.run);
  expect(stages).toEqual(["a"]);
  expect(failed.map(({ target, error }) => [target, error.code])).toEqual([
    ["nothing", "TARGET_UNKNOWN"],
    ["loop@1", "STAGE_PARAMETRIZED"],
    ["dvc.yaml", "TARGET_INVALID"],
  ]);
  expect(fixture.read("repo/dvc.yaml")).toBe(text.replace("echo a\n", "echo a\n    frozen: true\n"));
  expect(fixture.messages).toEqual(["Modifying stage 'a' in 'dvc.yaml'"]);
});
