import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeReadBuffer, readStable, SMALL_FILE_BYTES } from "./stable-read.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("readStable() reads a small file whole, links followed", () => {
  using folder = makeTempFolder();
  const buffer = makeReadBuffer();
  folder.write("a", Buffer.alloc(SMALL_FILE_BYTES, 7));
  symlinkSync("a", join(folder.path, "link"));
  const { bytes, stat } = readStable(join(folder.path, "link"), buffer);
  expect(bytes?.equals(Buffer.alloc(SMALL_FILE_BYTES, 7))).toBe(true);
  expect(stat.size).toBe(BigInt(SMALL_FILE_BYTES));
});

test("readStable() leaves a file of more than 1 MiB unread", () => {
  using folder = makeTempFolder();
  const path = folder.write("a", Buffer.alloc(SMALL_FILE_BYTES + 1));
  expect(readStable(path, makeReadBuffer()).bytes).toBeUndefined();
});

test("readStable() refuses directories and pipes without blocking", () => {
  using folder = makeTempFolder();
  const pipe = join(folder.path, "pipe");
  execFileSync("mkfifo", [pipe]);
  expect(() => readStable(folder.path, makeReadBuffer())).toThrow("it is a directory");
  expect(() => readStable(pipe, makeReadBuffer())).toThrow("it is not a regular file");
});

test("readStable() notices a file whose size is not what was read", () => {
  // The kernel's files say size 0 and hold more.
  expect(() => readStable("/proc/self/status", makeReadBuffer())).toThrow("it was changed while it was read");
});
