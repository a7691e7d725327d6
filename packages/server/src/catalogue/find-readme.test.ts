import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DiskTree } from "../../../core/src/fs/disk-tree.ts";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { findReadme, README_MAX_BYTES } from "./find-readme.ts";

function treeOf(files: Readonly<Record<string, string>>) {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  mkdirSync(join(folder.path, "data"));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder.path, path), text);
  return new DiskTree(folder.path);
}

test.each([
  [["README.md", "README", "readme.rst"], "README.md", "text/markdown"],
  [["Readme.rst", "README.txt"], "Readme.rst", "text/x-rst"],
  [["README"], "README", "text/plain"],
  [["README.md.dvc", "README.d", "AREADME.md"], undefined, undefined],
])("findReadme() finds in %j %s", async (names, path, mediaType) => {
  const tree = treeOf(Object.fromEntries(names.map((name) => [name, "# A"])));
  const found = await findReadme(tree, "");
  expect([found?.path, found?.mediaType]).toEqual([path, mediaType]);
});

test("findReadme() looks in the folder that it is asked for, and nowhere else", async () => {
  const tree = treeOf({ "README.md": "root", "data/readme.txt": "data" });
  expect(await findReadme(tree, "data")).toMatchObject({ path: "data/readme.txt", text: "data", sizeBytes: 4 });
  expect(await findReadme(tree, "none")).toBeUndefined();
});

test("findReadme() cuts a long text between two characters", async () => {
  const text = `${"x".repeat(README_MAX_BYTES - 1)}ü and more`;
  const found = await findReadme(treeOf({ "README.md": text }), "");
  expect(found).toMatchObject({ isCut: true, sizeBytes: Buffer.byteLength(text) });
  expect(found?.text).toBe("x".repeat(README_MAX_BYTES - 1));
});
