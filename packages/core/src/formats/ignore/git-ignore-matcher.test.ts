import fc from "fast-check";
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

test("plain names are ignored as any other rule ignores them", () => {
  const name = fc.constantFrom("a", "b", "a.txt", "é", "x y", "a\\", "*", "#c", "[d]", "e/f");
  const line = fc
    .tuple(fc.constantFrom("/", "", "/ "), name, fc.constantFrom("", "/", " "))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(line), name, fc.boolean(), (lines, asked, isDir) => {
      const text = lines.join("\n");
      // A line that takes something back, though nothing that is asked for, keeps all lines rules.
      const slow = `${text}\n!/nothing-has-this-name`;
      fc.pre(!asked.includes("/"));
      expect(createGitIgnoreMatcher([text]).isIgnored(asked, isDir)).toBe(
        createGitIgnoreMatcher([slow]).isIgnored(asked, isDir),
      );
      const [nested, nestedSlow] = [text, slow].map((own) => createGitIgnoreMatcher([]).enter("s", own));
      expect(nested?.isIgnored(asked, isDir)).toBe(nestedSlow?.isIgnored(asked, isDir));
      expect(nested?.enter(asked).isIgnored("below", isDir)).toBe(nestedSlow?.enter(asked).isIgnored("below", isDir));
    }),
  );
});

test("ten thousand plain names are looked up, not tried one by one", () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `file-${i}.txt`);
  const matcher = createGitIgnoreMatcher([names.map((name) => `/${name}\n`).join("")]);
  const beginMs = performance.now();
  expect(names.every((name) => matcher.isIgnored(name, false) && !matcher.isIgnored(`${name}.dvc`, false))).toBe(true);
  expect(performance.now() - beginMs).toBeLessThan(5000);
});
