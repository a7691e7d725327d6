import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  mkdtempDisposableSync,
  openSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { loadNativeStat, statNatively, statOpen } from "./native-stat.ts";
import { emptyStats, statNames } from "./stat-names.ts";

const NAMES = [
  "file",
  "old",
  "large",
  "twin",
  "link",
  "dir",
  "dir/below",
  "é 😀",
  "loop",
  "broken",
  "missing",
  "file/x",
];

let dir: string;
beforeEach(() => {
  const folder = mkdtempDisposableSync(join(tmpdir(), "lode-stat-"));
  dir = folder.path;
  fill(dir);
  return folder.remove;
});

function fill(path: string): void {
  for (const name of ["file", "old", "large", "é 😀"]) writeFileSync(join(path, name), name);
  utimesSync(join(path, "file"), 1_700_000_000.25, 1_700_000_000.25);
  utimesSync(join(path, "old"), new Date(-1_000_500), new Date(-1_000_500));
  truncateSync(join(path, "large"), 5_000_000_000);
  linkSync(join(path, "large"), join(path, "twin"));
  mkdirSync(join(path, "dir"));
  writeFileSync(join(path, "dir/below"), "");
  for (const [name, target] of Object.entries({ link: "file", loop: "loop", broken: "nowhere" })) {
    symlinkSync(target, join(path, name));
  }
}

test("statNames() says the same by the native library as by Node", async () => {
  const slow = NAMES.map((name) => statNames(dir, [name]));
  await loadNativeStat();
  const fast = statNames(dir, NAMES);
  const columns = ["modes", "sizes", "mtimesNs", "inos", "nlinks"] as const;
  for (const column of columns) expect([...fast[column]]).toEqual(slow.map((one) => one[column][0]));
  expect(fast.mtimesNs[0]).toBe(1_700_000_000_250_000_000n);
  expect(fast.mtimesNs[1]).toBe(-1_000_500_000_000n);
  expect([fast.sizes[2], fast.nlinks[3]]).toEqual([5_000_000_000, 2]);
});

test("statNames() finds nothing in a directory that is not there, and refuses a name that is too long", async () => {
  await loadNativeStat();
  expect([...statNames(join(dir, "gone"), NAMES).modes]).toEqual(NAMES.map(() => 0));
  expect(() => statNames(dir, [...NAMES, "x".repeat(300)])).toThrowError(/Cannot look at/);
});

test("statNatively() tells which rows it could not fill in, and asks only where Node does not have to", async () => {
  await loadNativeStat();
  const failed = statNatively(dir, NAMES, emptyStats(NAMES))?.map((row) => NAMES[row]);
  expect(failed).toEqual(process.platform === "linux" ? ["loop", "broken", "missing", "file/x"] : undefined);
});

test.each(["old", "twin", "dir"])("statOpen() says the same of %s by the native library as Node does", async (name) => {
  await loadNativeStat();
  const fd = openSync(join(dir, name), "r");
  try {
    const { mode, size, mtimeNs, ino, nlink } = fstatSync(fd, { bigint: true });
    expect({ ...statOpen(fd) }).toMatchObject({ mode, size, mtimeNs, ino, nlink });
  } finally {
    closeSync(fd);
  }
  expect(() => statOpen(fd)).toThrowError(/EBADF/);
});
