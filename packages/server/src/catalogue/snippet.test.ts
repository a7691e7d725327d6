import { expect, test } from "vitest";
import { snippetOf } from "./snippet.ts";

const shown = (text: string, words: readonly string[]) =>
  snippetOf(text, words)
    .map((part) => (part.found ? `[${part.text}]` : part.text))
    .join("");

test.each([
  ["Cats and dogs", ["cat", "DOGS"], "[Cats] and [dogs]"],
  ["concatenate the cats", ["cat"], "concatenate the [cats]"],
  ["nothing", ["cat"], ""],
  ["größe", ["größ"], "[größe]"],
])("snippetOf() shows in %j where %j are", (text, words, marked) => {
  expect(shown(text, words)).toBe(marked);
});

test("snippetOf() cuts a long text around the first word", () => {
  const text = `${"before ".repeat(100)}cats${" after".repeat(100)}`;
  const cut = shown(text, ["cats"]);
  expect(cut).toMatch(/^…before (before )+\[cats\]( after)+.{0,6}…$/);
  expect(cut.length).toBeLessThan(250);
});
