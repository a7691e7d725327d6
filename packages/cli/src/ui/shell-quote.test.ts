import { expect, test } from "vitest";
import { shellQuote } from "./shell-quote.ts";

test.each([
  ["", "''"],
  ["a/b-c_d.e:f,g@h%i+j=k", "a/b-c_d.e:f,g@h%i+j=k"],
  ["a b", "'a b'"],
  ["it's", `'it'"'"'s'`],
  ["é", "'é'"],
  ["$x", "'$x'"],
])("shellQuote() writes %j as Python does", (text, quoted) => {
  expect(shellQuote(text)).toBe(quoted);
});
