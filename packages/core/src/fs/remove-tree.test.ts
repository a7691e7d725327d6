import { chmodSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeTree } from "./remove-tree.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("removeTree() removes links but nothing behind them", () => {
  using folder = makeTempFolder();
  folder.write("kept/file", "x");
  folder.write("gone/deep/file", "x");
  symlinkSync(join(folder.path, "kept"), join(folder.path, "gone/deep/link"));
  symlinkSync(join(folder.path, "kept"), join(folder.path, "link"));
  removeTree(join(folder.path, "gone"));
  removeTree(join(folder.path, "link"));
  expect(folder.list()).toEqual(["kept/file"]);
});

test("removeTree() removes directories and files that are read-only", () => {
  using folder = makeTempFolder();
  const file = folder.write("gone/sub/file", "x");
  chmodSync(file, 0o444);
  chmodSync(join(folder.path, "gone/sub"), 0o555);
  removeTree(join(folder.path, "gone"));
  expect(existsSync(join(folder.path, "gone"))).toBe(false);
});

test("removeTree() accepts that nothing is there", () => {
  using folder = makeTempFolder();
  mkdirSync(join(folder.path, "a"));
  expect(() => removeTree(join(folder.path, "b"))).not.toThrow();
});
