import { expect, test } from "vitest";
import { pythonFileLines, pythonSplitLines, pythonStrip } from "./python-text.ts";
import { pythonStringRepr } from "./string-repr.ts";

test("pythonStrip() removes what Python takes for blanks", () => {
  expect(pythonStrip(" \t\x1c\x85\u2028a b\xa0\v")).toBe("a b");
  expect(pythonStrip("\ufeffa")).toBe("\ufeffa");
  expect(pythonStrip(" \n")).toBe("");
});

test.each([
  ["", []],
  ["a\r\nb\rc\n", ["a", "b", "c"]],
  ["a\r\r\nb", ["a", "", "b"]],
  ["\n\n", ["", ""]],
])("pythonFileLines() splits %j", (text, lines) => {
  expect(pythonFileLines(text)).toEqual(lines);
});

test.each([
  ["a\v\nb", ["a\v", "", "b"]],
  ["a\v\f\nb\n", ["a\v", "\f", "", "b"]],
  ["a\x85", ["a\x85"]],
  ["x\r\r\ny", ["x", "", "y"]],
])("pythonSplitLines() splits %j", (text, lines) => {
  expect(pythonSplitLines(text)).toEqual(lines);
});

test.each([
  ["a", "'a'"],
  ["it's", `"it's"`],
  [`'"`, `'\\'"'`],
  ["\\\n\x01\xa0\u2028é\u{1F600}\u{E0001}", String.raw`'\\\n\x01\xa0\u2028é${"\u{1F600}"}\U000e0001'`],
])("pythonStringRepr() writes %j", (text, repr) => {
  expect(pythonStringRepr(text)).toBe(repr);
});
