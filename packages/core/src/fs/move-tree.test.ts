import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyThenRemove, moveTree } from "./move-tree.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

function makeTree(dir: string): void {
  mkdirSync(join(dir, "from/sub"), { recursive: true });
  writeFileSync(join(dir, "from/a"), "A");
  writeFileSync(join(dir, "from/sub/large"), Buffer.alloc(3_000_000, "x"));
  chmodSync(join(dir, "from/a"), 0o444);
  symlinkSync("../nowhere", join(dir, "from/sub/link"));
}

test.each([
  ["moveTree", moveTree],
  ["copyThenRemove", copyThenRemove],
] as const)("%s() moves files, links and folders as they are", (_name, move) => {
  using folder = makeTempFolder();
  const dir = folder.path;
  makeTree(dir);
  const before = lstatSync(join(dir, "from/a"));
  move(join(dir, "from"), join(dir, "to"));
  expect(readdirSync(dir)).toEqual(["to"]);
  expect(readFileSync(join(dir, "to/a"), "utf8")).toBe("A");
  expect(readFileSync(join(dir, "to/sub/large"))).toHaveLength(3_000_000);
  expect(readlinkSync(join(dir, "to/sub/link"))).toBe("../nowhere");
  const { mode, mtimeMs } = lstatSync(join(dir, "to/a"));
  expect([mode, Math.round(mtimeMs)]).toEqual([before.mode, Math.round(before.mtimeMs)]);
});

test("copyThenRemove() leaves the original and no copy when it fails", () => {
  using folder = makeTempFolder();
  const dir = folder.path;
  makeTree(dir);
  mkdirSync(join(dir, "to/full"), { recursive: true });
  expect(() => copyThenRemove(join(dir, "from"), join(dir, "to"))).toThrow("ENOTEMPTY");
  expect(readdirSync(dir).sort()).toEqual(["from", "to"]);
  expect(readdirSync(join(dir, "from/sub"))).toEqual(["large", "link"]);
});
