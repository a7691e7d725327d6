import fc from "fast-check";
import { expect, test } from "vitest";
import { addRemote, setOption } from "./edit-config.ts";
import { parseConfig } from "./parse-config.ts";
import { checkInterpolation, printConfig } from "./print-config.ts";

const empty = parseConfig("", "f");

function reprint(text: string): string {
  return printConfig(parseConfig(text, "f"));
}

test("printConfig() writes what DVC writes for a default remote", () => {
  const config = addRemote(empty, { name: "store", url: "s3://b/p", makeDefault: true });
  expect(printConfig(config)).toBe("[core]\n    remote = store\n['remote \"store\"']\n    url = s3://b/p\n");
});

test("printConfig() writes a line end for an empty configuration", () => {
  expect(printConfig(empty)).toBe("\n");
});

test("printConfig() writes new sections in DVC's order, named ones last, empty ones only if named", () => {
  const config = setOption(setOption(empty, ["exp", "auto_push"], "true"), ["cache", "dir"], "x");
  expect(printConfig(setOption(config, ["remote", "r"], new Map()))).toBe(
    "[cache]\n    dir = x\n[exp]\n    auto_push = true\n['remote \"r\"']\n",
  );
});

test("printConfig() drops comments and normalises what it keeps", () => {
  expect(reprint("# c\n[ exp ]\n\n  auto_push=true # x\n[core]\nremote = 'a'\n[state]\n")).toBe(
    "[exp]\n    auto_push = true\n[core]\n    remote = a\n",
  );
});

test.each([
  ["", '""'],
  ["a,b", '"a,b"'],
  ["x # y", '"x # y"'],
  [" lead", '" lead"'],
  ['say "hi"', `'say "hi"'`],
  ["it's", "it's"],
  ["'a'", `"'a'"`],
  [`b"o'th`, `'''b"o'th'''`],
  [`a"""b'c`, `"""a"""b'c"""`],
  ["a\nb", "'''a\nb'''"],
  ["; [x] =y % \\ $", "; [x] =y % \\ $"],
  ["é", "é"],
])("printConfig() writes the value %j as %s", (value, written) => {
  expect(printConfig(setOption(empty, ["core", "a"], value))).toBe(`[core]\n    a = ${written}\n`);
});

test.each([
  [["reflink", "copy"], "reflink, copy"],
  [["a"], "a,"],
  [[], ","],
  [["a,b", "'c\""], undefined],
  [["a,b", ""], '"a,b", ""'],
])("printConfig() writes the list %j as %s", (value, written) => {
  const config = setOption(empty, ["core", "a"], value);
  if (written === undefined) expect(() => printConfig(config)).toThrow("cannot hold it");
  else expect(printConfig(config)).toBe(`[core]\n    a = ${written}\n`);
});

test.each([["a\rb"], ["a\vb"], ["\fa"], [`x'''y"""z`], ["a'''\nb"]])(
  "printConfig() refuses the value %j that would be read differently",
  (value) => {
    expect(() => printConfig(setOption(empty, ["core", "a"], value))).toThrow("Cannot write");
  },
);

test.each(["a'b", "a\nb", "x]\r[y"])("printConfig() refuses the remote name %j", (name) => {
  expect(() => printConfig(addRemote(empty, { name, url: "x" }))).toThrow("Cannot write");
});

test("checkInterpolation() refuses a reference that cannot be resolved", () => {
  const config = setOption(empty, ["core", "site_cache_dir"], "%(x)s");
  expect(() => checkInterpolation(config, ".dvc/config")).toThrow("'core.site_cache_dir' of \".dvc/config\"");
  expect(() => checkInterpolation(setOption(config, ["core", "x"], "1"), "f")).not.toThrow();
});

const word = fc.string({ unit: fc.constantFrom(..."ab ,#'\"[]=%\\é\n;."), maxLength: 8 });

test("printConfig() is read back by parseConfig() whenever it writes", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), word), (options) => {
      const config = setOption(empty, ["remote", "r"], new Map(Object.entries(options)));
      let text: string;
      try {
        text = printConfig(config);
      } catch (error) {
        expect(error).toMatchObject({ code: "CONFIG_INVALID" });
        return;
      }
      expect(parseConfig(text, "f", { unresolved: "keep" })).toEqual(config);
      expect(reprint(text)).toBe(text);
    }),
  );
});
