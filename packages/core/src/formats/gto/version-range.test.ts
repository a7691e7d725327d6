import fc from "fast-check";
import { expect, test } from "vitest";
import { formatVersionRange, isInRange, parseVersionRange, tagsInRange, versionTags } from "./version-range.ts";

test.each([
  ["^1.2", { artifact: undefined, range: "^1.2" }],
  ["cats@^1.2", { artifact: { dir: undefined, name: "cats" }, range: "^1.2" }],
  ["data:cats@~1", { artifact: { dir: "data", name: "cats" }, range: "~1" }],
  ["data=cats@*", { artifact: { dir: "data", name: "cats" }, range: "*" }],
  [">=1 <3", { artifact: undefined, range: ">=1 <3" }],
  ["1.2 - 2.0", { artifact: undefined, range: "1.2 - 2.0" }],
  ["a/b@^1 || ^3", { artifact: { dir: undefined, name: "a/b" }, range: "^1 || ^3" }],
])("parseVersionRange() parses %s", (text, range) => {
  expect(parseVersionRange(text)).toEqual(range);
  expect(parseVersionRange(formatVersionRange(range))).toEqual(range);
});

test.each([
  "main",
  "v1.2.3",
  "1.x",
  "cats@v1.2.3",
  "HEAD~1",
  "HEAD^",
  "v1.0.0^{}",
  "v1.0.0~2",
  "HEAD@{1}",
  "origin/main",
  "0123456789abcdef0123456789abcdef01234567",
  "cats@",
  "",
  "no name@^1",
])("parseVersionRange() takes %s for one revision", (text) => {
  expect(parseVersionRange(text)).toBeUndefined();
});

function tags(...names: readonly string[]) {
  return names.map((name, i) => ({ name, timeMs: i * 1000 }));
}

function chosen(rev: string, ...names: readonly string[]): readonly string[] {
  const range = parseVersionRange(rev);
  return range === undefined ? [] : tagsInRange(tags(...names), range).map(({ name }) => name);
}

test("tagsInRange() gives the highest version first", () => {
  expect(chosen("m@^1", "m@v1.2.0", "m@v1.10.0", "m@v2.0.0", "other@v1.11.0", "d=m@v1.12.0", "v1.13.0")).toEqual([
    "m@v1.10.0",
    "m@v1.2.0",
  ]);
  expect(chosen("d:m@*", "m@v1.2.0", "d=m@v1.12.0")).toEqual(["d=m@v1.12.0"]);
  expect(chosen("<2", "v1.2.0", "1.3.0", "v2.0.0", "m@v1.9.0", "nightly")).toEqual(["1.3.0", "v1.2.0"]);
});

test("tagsInRange() passes over what comes before a release, and what was taken back", () => {
  expect(chosen("*", "v1.0.0", "v2.0.0-rc.1")).toEqual(["v1.0.0"]);
  expect(chosen(">=2.0.0-rc.1", "v1.0.0", "v2.0.0-rc.1", "v2.0.0-rc.2")).toEqual(["v2.0.0-rc.2", "v2.0.0-rc.1"]);
  expect(chosen("m@*", "m@v1.0.0#1", "m@v1.1.0#2", "m@v1.1.0!#3")).toEqual(["m@v1.0.0#1"]);
  expect(chosen("m@*", "m@v1.1.0#1", "m@v1.1.0!#2", "m@v1.1.0#3")).toEqual(["m@v1.1.0#3"]);
});

test("tagsInRange() gives a part of versionTags(), whatever the order of the tags", () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => `v${parts.join(".")}`);
  const range = fc.constantFrom("^1", "~1.2", ">=1 <3", "*", "2 - 3", "^0.1");
  fc.assert(
    fc.property(fc.uniqueArray(version), range, (versions, text) => {
      const wanted = { artifact: undefined, range: text };
      const all = versionTags(tags(...versions), wanted);
      const found = tagsInRange(tags(...versions), wanted);
      expect(found.map(({ name }) => name)).toEqual(
        all.map(({ name }) => name).filter((name) => isInRange(name, wanted)),
      );
      const reversed = tagsInRange(tags(...versions).toReversed(), wanted);
      expect(reversed.map(({ name }) => name)).toEqual(found.map(({ name }) => name));
    }),
  );
});
