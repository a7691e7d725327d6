import { expect, test } from "vitest";
import { splitWords } from "./split-words.ts";

test.each([
  ["a b", ["a", "b"]],
  ["  a  'b c' ", ["a", "b c"]],
  [`a"b c"d`, ["ab cd"]],
  [`"a\\"b\\n"`, [`a"b\\n`]],
  ["a\\ b ''", ["a b", ""]],
])("splitWords() splits %j", (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

test.each(["", "  ", "a 'b", 'a "b', "a\\"])("splitWords() refuses %j", (line) => {
  expect(splitWords(line)).toBeUndefined();
});
