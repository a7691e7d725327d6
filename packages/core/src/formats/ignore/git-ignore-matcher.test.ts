import { expect, test } from "vitest";
import { createGitIgnoreMatcher } from "./git-ignore-matcher.ts";

test("createGitIgnoreMatcher() lets later texts win", () => {
  const root = createGitIgnoreMatcher(["*.dvc", "!keep.dvc", "/data\n"]);
  expect(root.isIgnored("a.dvc", false)).toBe(true);
  expect(root.isIgnored("keep.dvc", false)).toBe(false);
  expect(root.isIgnored("data", true)).toBe(true);
  expect(root.enter("sub").isIgnored("data", true)).toBe(false);
  expect(root.isIgnored("A.DVC", false)).toBe(false);
});

test("enter() applies a nested file below its directory only", () => {
  const sub = createGitIgnoreMatcher(["x"]).enter("s [1]", "!x\n/y\na/b\nc/\n# d\n/\n");
  expect(sub.isIgnored("x", false)).toBe(false);
  expect(sub.isIgnored("y", false)).toBe(true);
  expect(sub.isIgnored("c", false)).toBe(false);
  expect(sub.isIgnored("c", true)).toBe(true);
  expect(sub.enter("z").isIgnored("y", false)).toBe(false);
  expect(sub.enter("z").isIgnored("c", true)).toBe(true);
  expect(sub.enter("a").isIgnored("b", false)).toBe(true);
});

test("enter() lets a nested file take back what the parent ignores, but not below an ignored directory", () => {
  const root = createGitIgnoreMatcher(["/a/*\n/b/\n"]);
  const a = root.enter("a", "!keep\n");
  expect(a.isIgnored("keep", true)).toBe(false);
  expect(a.enter("keep").isIgnored("x", false)).toBe(false);
  expect(a.isIgnored("other", true)).toBe(true);
  expect(root.enter("b", "!keep\n").isIgnored("keep", false)).toBe(true);
});
