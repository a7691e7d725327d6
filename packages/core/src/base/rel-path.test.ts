import { expect, test } from "vitest";
import { isRelPath, parseRelPath } from "./rel-path.ts";

test.each(["a", "a/b", "..a", "a b", "é/x", "-x"])("isRelPath() accepts %j", (path) => {
  expect(isRelPath(path)).toBe(true);
});

test.each(["", "/a", "a//b", "a/", ".", "./a", "../a", "a/../b", "a\0b"])("parseRelPath() refuses %j", (path) => {
  expect(() => parseRelPath(path)).toThrow("it leaves its folder");
});
