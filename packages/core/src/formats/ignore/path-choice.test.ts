import fc from "fast-check";
import ignore from "ignore";
import { expect, test } from "vitest";
import { createIgnoreMatcher } from "./ignore-matcher.ts";
import { choosePaths, type PathPatterns } from "./path-choice.ts";

const files = ["a.jpg", "b.txt", "train/a.jpg", "train/raw/b.jpg", "test/a.jpg", "notes/train", ".hidden/x", "raw"];

function chosen(patterns: PathPatterns): readonly string[] {
  return files.filter(choosePaths(patterns) ?? (() => true));
}

test("choosePaths() takes what is included and not excluded", () => {
  expect(choosePaths({})).toBeUndefined();
  expect(chosen({ include: ["*.jpg"] })).toEqual(["a.jpg", "train/a.jpg", "train/raw/b.jpg", "test/a.jpg"]);
  expect(chosen({ include: ["/*.jpg"] })).toEqual(["a.jpg"]);
  expect(chosen({ include: ["train/"] })).toEqual(["train/a.jpg", "train/raw/b.jpg"]);
  expect(chosen({ include: ["train"] })).toEqual(["train/a.jpg", "train/raw/b.jpg", "notes/train"]);
  expect(chosen({ include: ["train/*.jpg"] })).toEqual(["train/a.jpg"]);
  expect(chosen({ include: ["*.jpg", "!test/*.jpg"], exclude: ["raw/"] })).toEqual(["a.jpg", "train/a.jpg"]);
  expect(chosen({ exclude: ["*.jpg", "raw"] })).toEqual(["b.txt", "notes/train", ".hidden/x"]);
  expect(chosen({ include: [] })).toEqual([]);
  expect(chosen({ include: ["**"] })).toEqual(files);
});

test.each(["", "#x", "/", "[a", "!", "a\\"])("choosePaths() refuses the pattern %j", (pattern) => {
  expect(() => choosePaths({ include: [pattern] })).toThrow(expect.objectContaining({ code: "IGNORE_INVALID" }));
});

// Git and DVC agree on patterns of these forms; where they do not, DVC's way is tested with the matcher.
const segment = fc.constantFrom("a", "b", "ab", "*a", "a*", "?", "[ab]", "*.x", "a.x");
const pattern = fc
  .tuple(
    fc.constantFrom("", "/", "**/"),
    fc.array(segment, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("/", "/**/"),
    fc.constantFrom("", "/"),
  )
  .map(([start, segments, between, end]) => start + segments.join(between) + end);
const path = fc
  .array(fc.constantFrom("a", "b", "ab", "ba", "a.x", "c"), { minLength: 1, maxLength: 4 })
  .map((names) => names.join("/"));

test("choosePaths() chooses what a reference matcher of Git's rules chooses", () => {
  const patterns = fc.array(pattern, { maxLength: 4 });
  fc.assert(
    fc.property(patterns, patterns, fc.uniqueArray(path, { maxLength: 12 }), (include, exclude, paths) => {
      const included = ignore({ ignorecase: false }).add([...include]);
      const excluded = ignore({ ignorecase: false }).add([...exclude]);
      const expected = paths.filter((name) => included.ignores(name) && !excluded.ignores(name));
      const isChosen = choosePaths({ include, exclude });
      expect(paths.filter((name) => isChosen?.(name))).toEqual(expected);
      const isLeft = choosePaths({ exclude });
      expect(paths.filter((name) => isLeft?.(name))).toEqual(paths.filter((name) => !excluded.ignores(name)));
    }),
    { numRuns: 2000 },
  );
});

test("choosePaths() includes what a .dvcignore with the same lines ignores, also with patterns that take back", () => {
  const line = fc.tuple(fc.constantFrom("", "", "!"), pattern).map(([not, text]) => not + text);
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), path, (include, name) => {
      const isChosen = choosePaths({ include });
      expect(isChosen?.(name)).toBe(isIgnored(name, include.join("\n")));
    }),
    { numRuns: 2000 },
  );
});

/** Goes down to the file as a walk of the work tree does. */
function isIgnored(file: string, ignoreText: string): boolean {
  const names = file.split("/");
  let matcher = createIgnoreMatcher({ ignoreText });
  for (const name of names.slice(0, -1)) matcher = matcher.enter(name);
  return matcher.isIgnored(names.at(-1) ?? "", false);
}
