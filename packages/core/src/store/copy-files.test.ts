import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { isLodeError } from "../base/lode-error.ts";
import { fileModes } from "../fs/file-modes.ts";
import { copyFiles } from "./copy-files.ts";
import { makeStoreFixture } from "./testing/store-fixture.ts";

test("copyFiles() copies small and large files, replaces what is there, and sets the mode of new files", async () => {
  using folder = makeStoreFixture();
  const large = Buffer.alloc(2_500_000, "large");
  const [old, to] = [folder.write("to/old", "old"), `${folder.path}/to`];
  await copyFiles([
    { from: folder.write("a", "foo"), to: old },
    { from: folder.write("b", large), to: `${to}/large` },
    { from: folder.write("c", ""), to: `${to}/empty` },
  ]);
  expect(["old", "large", "empty"].map((name) => readFileSync(`${to}/${name}`).length)).toEqual([3, large.length, 0]);
  expect(statSync(`${to}/large`).mode & 0o777).toBe(fileModes().file);
  expect(folder.list().filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("copyFiles() works on threads when there are many", async () => {
  using folder = makeStoreFixture();
  const names = Array.from({ length: 1500 }, (_, i) => `${i}`);
  folder.write("to/x", "");
  await copyFiles(names.map((name) => ({ from: folder.write(`from/${name}`, name), to: `${folder.path}/to/${name}` })));
  expect(names.every((name) => readFileSync(`${folder.path}/to/${name}`, "utf8") === name)).toBe(true);
});

test("copyFiles() tells which file cannot be had, and leaves nothing at its path", async () => {
  using folder = makeStoreFixture();
  const copies = [{ from: `${folder.path}/none`, to: `${folder.path}/to` }];
  const error = await copyFiles(copies).catch((caught: unknown) => caught);
  expect(isLodeError(error, "IO_FAILED")).toBe(true);
  expect(folder.list()).toEqual([]);
});
