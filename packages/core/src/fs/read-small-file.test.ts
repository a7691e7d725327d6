import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSmallFile } from "./read-small-file.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("readSmallFile() reads small files, tells the size of others, and finds no folders", () => {
  using folder = makeTempFolder();
  const file = folder.write("file", "12345");
  const empty = folder.write("empty", "");
  mkdirSync(join(folder.path, "folder"));
  expect(readSmallFile(file, 5)).toEqual({ sizeBytes: 5, bytes: Buffer.from("12345") });
  expect(readSmallFile(file, 4)).toEqual({ sizeBytes: 5, bytes: undefined });
  expect(readSmallFile(empty, 0)).toEqual({ sizeBytes: 0, bytes: Buffer.alloc(0) });
  expect(readSmallFile(join(folder.path, "folder"), 5)).toBeUndefined();
  expect(readSmallFile(join(folder.path, "none"), 5)).toBeUndefined();
});
