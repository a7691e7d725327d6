import { expect, test } from "vitest";
import type { RelPath } from "../base/rel-path.ts";
import { trackedFixture } from "../operations/testing/tracked-fixture.ts";
import { loadIndex } from "./load-index.ts";
import { ownerFinder } from "./owner-finder.ts";

/** A project with a broken stage file and so many others. */
async function brokenProject(others: number) {
  const fixture = await trackedFixture({ foo: "foo", "dir/a": "A", "dir/sub/b": "B" }, "foo", "dir");
  for (let i = 0; i < others; i++) fixture.replace(`repo/many/${i}.dvc`, "{}\n");
  fixture.replace("repo/broken.dvc", "outs: [\n");
  return fixture;
}

async function finderIn(fixture: Awaited<ReturnType<typeof brokenProject>>) {
  const project = await fixture.open();
  const find = ownerFinder(project, () => loadIndex(project));
  return async (path: string) => (await find(path as RelPath))?.stage.file;
}

test("an output of a project with very many stage files is found without the others", async () => {
  const fixture = await brokenProject(2000);
  expect(await (await finderIn(fixture))("foo")).toBe("foo.dvc");
  expect(await (await finderIn(fixture))("dir")).toBe("dir.dvc");
  expect(await (await finderIn(fixture))("dir/sub/b")).toBe("dir.dvc");
});

test("in any other project all stage files are read", async () => {
  await expect((await finderIn(await brokenProject(100)))("foo")).rejects.toThrow("broken.dvc");
});

test("where the names of stage files do not tell, all are read", async () => {
  const fixture = await brokenProject(2000);
  fixture.replace("repo/dir/sub.dvc", "outs:\n- md5: d3b07384d113edec49eaa6238ad5ff00\n  path: sub\n");
  fixture.replace("repo/other.dvc", "outs:\n- md5: d3b07384d113edec49eaa6238ad5ff00\n  path: another\n");
  fixture.replace("repo/ignored.dvc", "outs:\n- md5: d3b07384d113edec49eaa6238ad5ff00\n  path: ignored\n");
  fixture.replace("repo/.dvcignore", "/ignored.dvc\n");
  for (const path of ["dir/sub/b", "other", "another", "ignored", "nothing"]) {
    await expect((await finderIn(fixture))(path)).rejects.toThrow("broken.dvc");
  }
});

test("the eleventh path is looked up in the index, which is loaded once", async () => {
  const fixture = await trackedFixture({ foo: "foo" }, "foo");
  for (let i = 0; i < 2000; i++) fixture.replace(`repo/many/${i}.dvc`, "{}\n");
  const project = await fixture.open();
  let loads = 0;
  const find = ownerFinder(project, () => {
    loads += 1;
    return loadIndex(project);
  });
  for (let i = 0; i < 12; i++) expect((await find("foo" as RelPath))?.stage.file).toBe("foo.dvc");
  expect(loads).toBe(1);
});
