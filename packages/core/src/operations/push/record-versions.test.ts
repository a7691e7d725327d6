import { expect, test } from "vitest";
import { loadIndex } from "../../project/load-index.ts";
import { registryFixture } from "../testing/registry-fixture.ts";
import { recordVersions } from "./record-versions.ts";

const LOCK = `schema: '2.0'
stages:
  make:
    cmd: make
    outs:
    - path: a
      hash: md5
      md5: 0cc175b9c0f1b6a831c399e269772661
      size: 1
    - path: b
      hash: md5
      md5: 92eb5ffee6ae2fec3ad71c777531578f
      size: 1
`;

test("recordVersions() records all outputs of a stage whose outputs are on several remotes", async () => {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/dvc.yaml", "stages:\n  make:\n    cmd: make\n    outs:\n    - a\n    - b\n");
  fixture.replace("repo/dvc.lock", LOCK);
  const project = await fixture.open();
  const [stage] = (await loadIndex(project)).stages.filter(({ pipeline }) => pipeline !== undefined);
  if (stage === undefined) throw new Error("there is no stage");
  const groups = stage.outs.map((output) => {
    const { path } = output.entry;
    const file = { key: path, sizeBytes: 1, versionId: `version-of-${path}` };
    const outputs = [{ wanted: { stage, output, within: undefined }, files: [], entries: undefined, missing: [] }];
    return { remote: `remote-of-${path}`, outputs, sent: new Map([[path, file]]) };
  });
  recordVersions(project, groups, {});
  const lock = fixture.read("repo/dvc.lock");
  for (const path of ["a", "b"]) {
    expect(lock).toContain(`remote-of-${path}:\n          version_id: version-of-${path}\n`);
  }
});
