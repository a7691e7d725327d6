import fc from "fast-check";
import { expect, test } from "vitest";
import { valueOfNode } from "../tree/value-of-tree.ts";
import type { YamlValue } from "../yaml-value.ts";
import { construct } from "./construct.ts";
import { parseSimple } from "./parse-simple.ts";
import { parseTree } from "./parse-tree.ts";
import { YamlProblem } from "./yaml-problem.ts";

/** The slow way; undefined if it refuses the text. */
function parseFully(text: string): YamlValue | undefined {
  try {
    const root = parseTree(text);
    return root === undefined ? null : valueOfNode(construct(root));
  } catch (error) {
    if (error instanceof YamlProblem) return undefined;
    throw error;
  }
}

test("parseSimple() reads what DVC writes", () => {
  const text =
    "md5: 0a\nfrozen: true\ndeps:\n- path: a b\n  repo:\n    url: https://x/y\n    rev: one\n      - two \n      three\nouts:\n- md5: 1.dir\n  size: 4\n  path: x\n";
  expect(parseSimple(text)).toEqual(parseFully(text));
  expect(parseSimple(text)).toBeInstanceOf(Map);
});

test.each([
  "",
  "a: 1",
  "a: 1\n\n",
  "a: 1 # c\n",
  "a: [1]\n",
  "a: &x b\n",
  "a: 'b\n  c'\n",
  "a: 1\na: 2\n",
  "a: é\n",
  "- a\n",
])("parseSimple() leaves %j to the library", (text) => {
  expect(parseSimple(text)).toBeUndefined();
});

const word = fc.constantFrom(
  "a",
  "b1",
  "md5",
  "true",
  "null",
  "1",
  "0x1",
  "1.5",
  "1e3",
  "2024-01-01",
  "x:y",
  "x#y",
  "'q r'",
  '"q"',
);
const piece = fc.oneof(
  word,
  fc.constantFrom(" ", "  ", ":", ": ", "- ", "-", "#", " #", "~", "=", "<<", "{", "]", "é", "\t"),
);
const line = fc
  .tuple(
    fc.constantFrom("", "", "  ", "    "),
    fc.constantFrom("", "- "),
    word,
    fc.constantFrom(":", ": ", ""),
    fc.array(piece, { maxLength: 3 }),
  )
  .map(([indent, dash, key, colon, rest]) => `${indent}${dash}${key}${colon}${rest.join("")}`);

test("parseSimple() gives what the library gives, or nothing", () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      const simple = parseSimple(text);
      if (simple !== undefined) expect(simple).toEqual(parseFully(text));
    }),
    { numRuns: 3000 },
  );
});
