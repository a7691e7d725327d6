import { expect, test } from "vitest";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { migrateCache } from "./migrate-cache.ts";
import { migrateFiles } from "./migrate-files.ts";

const LF_DIGEST = "d3b07384d113edec49eaa6238ad5ff00";
const DIGEST = "2145971cf82058b108229a3a2e3bff35";
const LEGACY_OBJECT = `repo/.dvc/cache/${LF_DIGEST.slice(0, 2)}/${LF_DIGEST.slice(2)}`;

/** A text file with CR LF that DVC 2 tracked. */
async function legacy(): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/text", "foo\r\n");
  fixture.replace(LEGACY_OBJECT, "foo\r\n");
  fixture.replace("repo/text.dvc", `outs:\n- md5: ${LF_DIGEST}\n  size: 5\n  path: text\n`);
  return fixture;
}

test("migrateCache() adds what DVC 3 lacks once, and leaves what DVC 2 has", async () => {
  const fixture = await legacy();
  const project = await fixture.open();
  expect(await migrateCache(project, { dry: true }, {})).toEqual({ dry: true, objects: 1 });
  expect(await migrateCache(project, {}, {})).toEqual({ dry: false, objects: 1 });
  expect(await migrateCache(project, {}, {})).toEqual({ dry: false, objects: 0 });
  const path = `repo/.dvc/cache/files/md5/${DIGEST.slice(0, 2)}/${DIGEST.slice(2)}`;
  expect([fixture.read(path), fixture.read(LEGACY_OBJECT)]).toEqual(["foo\r\n", "foo\r\n"]);
});

test("migrateFiles() records the hash of DVC 3", async () => {
  const fixture = await legacy();
  expect(await migrateFiles(await fixture.open(), { dry: true }, {})).toMatchObject({ files: ["text.dvc"] });
  expect(await migrateFiles(await fixture.open(), {}, {})).toMatchObject({ files: ["text.dvc"], left: [] });
  expect(fixture.read("repo/text.dvc")).toBe(`outs:\n- md5: ${DIGEST}\n  size: 5\n  path: text\n  hash: md5\n`);
  expect(await migrateFiles(await fixture.open(), {}, {})).toMatchObject({ files: [], left: [] });
});

test("migrateFiles() leaves a stage alone whose data changed or is missing", async () => {
  const fixture = await legacy();
  const before = fixture.read("repo/text.dvc");
  fixture.replace("repo/text", "changed");
  expect(await migrateFiles(await fixture.open(), {}, {})).toMatchObject({ files: [], left: ["text.dvc"] });
  fixture.remove("repo/text");
  expect(await migrateFiles(await fixture.open(), {}, {})).toMatchObject({ files: [], left: ["text.dvc"] });
  expect(fixture.read("repo/text.dvc")).toBe(before);
});
