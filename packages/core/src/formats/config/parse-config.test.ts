import { expect, test } from "vitest";
import { type ConfigValue, isConfigSection } from "./config-file.ts";
import { decodeConfig, parseConfig } from "./parse-config.ts";
import { readIniValue } from "./read-ini-value.ts";

function plain(value: ConfigValue): unknown {
  if (!isConfigSection(value)) return value;
  const entries = [...value].filter(([, item]) => !isConfigSection(item) || item.size > 0);
  return Object.fromEntries(entries.map(([name, item]) => [name, plain(item)]));
}

function parse(text: string): unknown {
  return plain(parseConfig(text, ".dvc/config"));
}

test("parseConfig() reads sections, remotes, lists, quotes and comments", () => {
  const text = `# a comment
[core]
    remote = Store # the default
[cache]
type = reflink, copy
dir="/a,b"
['remote "Store"']
    url = https://host/p#fragment
[remote "two"]
  user = 'it is "me"'
  password = ; not a comment
  keyfile =
`;
  expect(parse(text)).toEqual({
    core: { remote: "Store" },
    cache: { type: ["reflink", "copy"], dir: "/a,b" },
    remote: {
      store: { url: "https://host/p" },
      two: { user: 'it is "me"', password: "; not a comment", keyfile: "" },
    },
  });
});

test("parseConfig() keeps the order of sections after the named ones", () => {
  expect([...parseConfig("[exp]\n[core]\n", "f").keys()].slice(0, 6)).toEqual([
    "remote",
    "machine",
    "db",
    "exp",
    "core",
    "cache",
  ]);
});

test.each([["['remote \"a\"']"], ['[remote "a"]'], ["['remote\"a\"']"], ["  [ 'remote \"A\"' ]  # comment"]])(
  "parseConfig() reads the header %j as a remote",
  (header) => {
    expect(parse(`${header}\nurl = x\n`)).toEqual({ remote: { a: { url: "x" } } });
  },
);

test.each([
  ['["remote \\"a\\""]', 'remote \\"a\\"'],
  ["[remote a]", "remote a"],
  ["[a]b]", "a]b"],
])("parseConfig() reads the header %j as an ordinary section", (header, name) => {
  expect(parse(`${header}\nurl = x\n`)).toEqual({ [name]: { url: "x" } });
});

test.each([
  ["a b", "a b"],
  ["", ""],
  ['""', ""],
  ["# c", ""],
  ["a, b", ["a", "b"]],
  ["a,b # c", ["a", "b"]],
  ["a,", ["a"]],
  [",", []],
  ["\"a, b\", 'c'", ["a, b", "c"]],
  ['"a" "b"', 'a" "b'],
  ['"a" x, "b"', 'a" x, "b'],
  ["a'b\"c", "a'b\"c"],
  ["a#b", "a"],
  ["a,  ,b", undefined],
  ['"a', undefined],
  ['"a" b', undefined],
  [",a", undefined],
])("readIniValue() reads %j as %j", (text, value) => {
  expect(readIniValue(text)).toEqual(value);
});

test("readIniValue() takes linear time for hostile quotes", () => {
  const text = `${'"a","a", '.repeat(50_000)}"`;
  const start = performance.now();
  readIniValue(text);
  expect(performance.now() - start).toBeLessThan(2000);
});

test("parseConfig() reads values in triple quotes", () => {
  expect(parse("[core]\na = '''x'''y''' # c\nb = \"\"\"one # \n  two\n\"\"\"\n")).toEqual({
    core: { a: "x'''y", b: "one # \n  two\n" },
  });
});

test("parseConfig() resolves %(name)s and leaves other percent signs", () => {
  const text = "[DEFAULT]\nhost = h\n[core]\na = %(b)s/%(host)s 100%% %\nb = x\n";
  expect(parse(text)).toMatchObject({ core: { a: "x/h 100%% %", b: "x" } });
});

test("parseConfig() lets a name in another case replace the earlier one", () => {
  expect(parse("[core]\na = 1\n[Core]\nb = 2\nB = 3\n")).toEqual({ core: { b: "3" } });
});

test("parseConfig() keeps what it cannot resolve when unresolved is keep", () => {
  const config = parseConfig("[core]\na = %(x)s\n", "f", { unresolved: "keep" });
  expect(plain(config)).toEqual({ core: { a: "%(x)s" } });
});

test.each([
  ["[core]\nkey\n", "line 2"],
  ["; comment\n", "line 1"],
  ["[core] x\n", "line 1"],
  ["[]\n", "line 1"],
  ["[core\n", "line 1"],
  ["[[core]\n", "do not match (line 1)"],
  ["[[a]]\n", "nested too deep (line 1)"],
  ["[core]\na = 'x\n", "wrong quotes or commas (line 2)"],
  ["[core]\na = '''x\n", "wrong quotes or commas (line 2)"],
  ["[core]\na : v\n", "line 2"],
  ["[core]\na = 1\na = 2\n", "'a' is there twice (line 3)"],
  ["[core]\n[exp]\n[core]\n", "'core' is there twice (line 3)"],
  ["\ufeff[core]\n", "line 1"],
  ["[core]\na = %(x)s\n", "there is no option 'x'"],
  ["[core]\na = %(b)s\nb = %(a)s\n", "refers to itself"],
  [
    `[core]\na0 = x\n${Array.from({ length: 20 }, (_, i) => `a${i + 1} = ${`%(a${i})s`.repeat(9)}\n`).join("")}`,
    "too many",
  ],
])("parseConfig() refuses %j", (text, state) => {
  expect(() => parseConfig(text, ".dvc/config")).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  expect(() => parseConfig(text, ".dvc/config")).toThrow(state);
});

test("decodeConfig() refuses bytes that are not UTF-8", () => {
  expect(() => decodeConfig(Buffer.from([0x5b, 0xff]), "f")).toThrow("it is not UTF-8");
});
