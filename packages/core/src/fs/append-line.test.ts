import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appendLine } from "./append-line.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("appendLine() makes a file, and appends to it whether its last line has an end or not", () => {
  using folder = makeTempFolder();
  const path = join(folder.path, "file");
  appendLine(path, "first");
  appendLine(path, "second");
  expect(readFileSync(path, "utf8")).toBe("first\nsecond\n");
  folder.write("file", "no end");
  appendLine(path, "next");
  expect(readFileSync(path, "utf8")).toBe("no end\nnext\n");
});

test("appendLine() follows a link", () => {
  using folder = makeTempFolder();
  const target = folder.write("target", "first\n");
  const link = join(folder.path, "link");
  symlinkSync(target, link);
  appendLine(link, "second");
  expect(readFileSync(target, "utf8")).toBe("first\nsecond\n");
});

test("appendLine() throws IO_FAILED where it cannot write", () => {
  using folder = makeTempFolder();
  expect(() => appendLine(join(folder.path, "no/file"), "x")).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
});
