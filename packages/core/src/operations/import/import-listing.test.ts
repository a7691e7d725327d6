import { expect, test } from "vitest";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { parseDvcFile } from "../../formats/stage/parse-dvc-file.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { openSource } from "../../source/open-source.ts";
import { placeImport } from "../../source/place-import.ts";
import { sourceChildren } from "../../source/source-entry.ts";
import { registryFixture } from "../testing/registry-fixture.ts";
import { importPath } from "./import-path.ts";

test("placeImport() places files by a listing that is at hand, without reading it again", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "dir/a": "A", "dir/sub/b": "B" }, ["dir"]);
  const project = await fixture.open();
  const { oid = "" } = await importPath(project, { url: "../src", path: "dir" }, fixture.run);
  fixture.remove("repo/dir");
  const listing = `repo/.dvc/cache/files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`;
  const manifest = JSON.parse(fixture.read(listing) ?? "").map(({ md5, relpath }: Record<string, string>) => {
    return { oid: md5, relpath };
  }) as Manifest;
  fixture.remove(listing);
  const old = parseDvcFile(fixture.read("repo/dir.dvc") ?? "", "dir.dvc");
  const draft = { file: "dir.dvc" as RelPath, content: old.file, old };
  using workspace = openWorkspace(project, fixture.run);
  await expect(placeImport(workspace, draft, {})).rejects.toMatchObject({ code: "MANIFEST_MISSING" });
  await placeImport(workspace, draft, { manifest });
  expect(fixture.list("repo/dir")).toEqual(["a", "sub/b"]);
});

test("a source reads the manifests again that it has forgotten", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "dir/a": "A", "dir/b": "B" }, ["dir"]);
  fixture.remove("src/dir");
  const { context } = await fixture.open();
  await using source = await openSource({ url: `${fixture.dir}/src` }, { ...fixture.run, context, cache: undefined });
  const names = async () => Array.from((await sourceChildren(source, "dir")) ?? [], ([name]) => name);
  const project = await source.projectOf("dir");
  expect(await names()).toEqual(["a", "b"]);
  expect(project?.manifests.size).toBe(1);
  await source.forgetManifests();
  expect(project?.manifests.size).toBe(0);
  expect(await names()).toEqual(["a", "b"]);
});
