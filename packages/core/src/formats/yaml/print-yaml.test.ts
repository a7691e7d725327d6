import fc from "fast-check";
import { expect, test } from "vitest";
import { parseYaml } from "./parse-yaml.ts";
import { printYaml } from "./print-yaml.ts";
import { type YamlValue, yamlFloat, yamlMap } from "./yaml-value.ts";

// Expected texts come from DVC 3.67.1 with ruamel.yaml 0.19.1.

/** A text, how it is printed as a value, and how as a key and as an item. */
const TEXTS: readonly (readonly [string, string, string])[] = [
  ["", "k: ''\n", "'':\n- ''\n"],
  ["a b", "k: a b\n", "a b:\n- a b\n"],
  [" a", "k: ' a'\n", "' a':\n- ' a'\n"],
  ["true", "k: 'true'\n", "'true':\n- 'true'\n"],
  ["yes", "k: yes\n", "yes:\n- yes\n"],
  ["null", "k: 'null'\n", "'null':\n- 'null'\n"],
  ["~", "k: '~'\n", "'~':\n- '~'\n"],
  ["0", "k: '0'\n", "'0':\n- '0'\n"],
  ["007", "k: '007'\n", "'007':\n- '007'\n"],
  ["0o17", "k: '0o17'\n", "'0o17':\n- '0o17'\n"],
  ["0x1f", "k: '0x1f'\n", "'0x1f':\n- '0x1f'\n"],
  ["0b11", "k: '0b11'\n", "'0b11':\n- '0b11'\n"],
  ["1_000", "k: '1_000'\n", "'1_000':\n- '1_000'\n"],
  ["+1", "k: '+1'\n", "'+1':\n- '+1'\n"],
  [".5", "k: '.5'\n", "'.5':\n- '.5'\n"],
  ["1e5", "k: '1e5'\n", "'1e5':\n- '1e5'\n"],
  [
    "12e45678901234567890123456789012",
    "k: '12e45678901234567890123456789012'\n",
    "'12e45678901234567890123456789012':\n- '12e45678901234567890123456789012'\n",
  ],
  [
    "12345678901234567890123456789012",
    "k: '12345678901234567890123456789012'\n",
    "'12345678901234567890123456789012':\n- '12345678901234567890123456789012'\n",
  ],
  [".inf", "k: '.inf'\n", "'.inf':\n- '.inf'\n"],
  ["1:30", "k: 1:30\n", "1:30:\n- 1:30\n"],
  ["2024-01-01", "k: '2024-01-01'\n", "'2024-01-01':\n- '2024-01-01'\n"],
  ["2024-1-1 1:00:00", "k: '2024-1-1 1:00:00'\n", "'2024-1-1 1:00:00':\n- '2024-1-1 1:00:00'\n"],
  ["<<", "k: '<<'\n", "'<<':\n- '<<'\n"],
  ["=", "k: '='\n", "'=':\n- '='\n"],
  ["---", "k: '---'\n", "'---':\n- '---'\n"],
  ["- a", "k: '- a'\n", "'- a':\n- '- a'\n"],
  ["-a", "k: -a\n", "-a:\n- -a\n"],
  ["? a", "k: '? a'\n", "'? a':\n- '? a'\n"],
  ["?a", "k: ?a\n", "?a:\n- ?a\n"],
  ["[a]", "k: '[a]'\n", "'[a]':\n- '[a]'\n"],
  ["{a}", "k: '{a}'\n", "'{a}':\n- '{a}'\n"],
  ["a, b", "k: a, b\n", "a, b:\n- a, b\n"],
  ["#a", "k: '#a'\n", "'#a':\n- '#a'\n"],
  ["a #b", "k: 'a #b'\n", "'a #b':\n- 'a #b'\n"],
  ["a#b", "k: a#b\n", "a#b:\n- a#b\n"],
  ["a: b", "k: 'a: b'\n", "'a: b':\n- 'a: b'\n"],
  ["a:b", "k: a:b\n", "a:b:\n- a:b\n"],
  ["a:", "k: 'a:'\n", "'a:':\n- 'a:'\n"],
  ["*a", "k: '*a'\n", "'*a':\n- '*a'\n"],
  ["&a", "k: '&a'\n", "'&a':\n- '&a'\n"],
  ["!a", "k: '!a'\n", "'!a':\n- '!a'\n"],
  ["@a", "k: '@a'\n", "'@a':\n- '@a'\n"],
  ["`a", "k: '`a'\n", "'`a':\n- '`a'\n"],
  ["%a", "k: '%a'\n", "'%a':\n- '%a'\n"],
  ["|a", "k: '|a'\n", "'|a':\n- '|a'\n"],
  [">a", "k: '>a'\n", "'>a':\n- '>a'\n"],
  ["'a'", "k: \"'a'\"\n", "\"'a'\":\n- \"'a'\"\n"],
  ["it's", "k: it's\n", "it's:\n- it's\n"],
  ["it's: x", 'k: "it\'s: x"\n', '"it\'s: x":\n- "it\'s: x"\n'],
  ['"a"', "k: '\"a\"'\n", "'\"a\"':\n- '\"a\"'\n"],
  ['a"b', 'k: a"b\n', 'a"b:\n- a"b\n'],
  ['W/"abc"', 'k: W/"abc"\n', 'W/"abc":\n- W/"abc"\n'],
  ["a 'b' \"c\": d", 'k: "a \'b\' \\"c\\": d"\n', '"a \'b\' \\"c\\": d":\n- "a \'b\' \\"c\\": d"\n'],
  ["a\\b", "k: a\\b\n", "a\\b:\n- a\\b\n"],
  ["a\nb", 'k: "a\\nb"\n', '? "a\\nb"\n: - "a\\nb"\n'],
  ["a\n", 'k: "a\\n"\n', '? "a\\n"\n: - "a\\n"\n'],
  ["a\tb", 'k: "a\\tb"\n', '"a\\tb":\n- "a\\tb"\n'],
  ["\u0001", 'k: "\\x01"\n', '"\\x01":\n- "\\x01"\n'],
  ["a\u0085b", "k: 'a\u0085  b'\n", "? 'a\u0085  b'\n: - 'a\u0085    b'\n"],
  ["a\u00a0b", "k: a\u00a0b\n", "a\u00a0b:\n- a\u00a0b\n"],
  ["\u2028", "k: '\u2028  '\n", "? '\u2028  '\n: - '\u2028    '\n"],
  ["\ufeffa", 'k: "\\uFEFFa"\n', '"\\uFEFFa":\n- "\\uFEFFa"\n'],
  ["\u00e9", "k: \u00e9\n", "\u00e9:\n- \u00e9\n"],
  ["\ud83d\ude00", "k: \ud83d\ude00\n", "\ud83d\ude00:\n- \ud83d\ude00\n"],
  ["a  b", "k: a  b\n", "a  b:\n- a  b\n"],
  ["${x}", "k: ${x}\n", "${x}:\n- ${x}\n"],
  ["C:\\x", "k: C:\\x\n", "C:\\x:\n- C:\\x\n"],
  ["s3://b/k", "k: s3://b/k\n", "s3://b/k:\n- s3://b/k\n"],
];

test.each(TEXTS)("printYaml() quotes %j as DVC does", (text, asValue, asKeyAndItem) => {
  expect(printYaml(yamlMap({ k: text }))).toBe(asValue);
  expect(printYaml(new Map([[text, [text]]]))).toBe(asKeyAndItem);
});

const LONG: readonly (readonly [YamlValue, string])[] = [
  [
    yamlMap({ outs: [yamlMap({ path: "x".repeat(72) })] }),
    "outs:\n- path: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
  ],
  [
    yamlMap({ outs: [yamlMap({ path: "x".repeat(73) })] }),
    "outs:\n- path: \n    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
  ],
  [
    yamlMap({ key: "x".repeat(74) }),
    "key: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
  ],
  [
    yamlMap({ key: "x".repeat(75) }),
    "key: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
  ],
  [
    yamlMap({ deps: [yamlMap({ repo: yamlMap({ url: "x".repeat(71) }) })] }),
    "deps:\n- repo:\n    url: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
  ],
  [
    yamlMap({ deps: [yamlMap({ repo: yamlMap({ url: "x".repeat(72) }) })] }),
    "deps:\n- repo:\n    url: \n      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
  ],
  [
    yamlMap({
      desc: "wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy end",
    }),
    "desc: wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy \n  wordy wordy wordy wordy wordy wordy wordy wordy end\n",
  ],
  [
    yamlMap({
      desc: "it: wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy end",
    }),
    "desc: 'it: wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy\n  wordy wordy wordy wordy wordy wordy wordy wordy end'\n",
  ],
  [
    yamlMap({
      desc: "it's: wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy end",
    }),
    'desc: "it\'s: wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy\n  wordy wordy wordy wordy wordy wordy wordy wordy end"\n',
  ],
  [
    yamlMap({
      desc: "wordy  twice  wordy  twice  wordy  twice  wordy  twice  wordy  twice  wordy  twice  wordy  twice  wordy  twice  wordy  twice  wordy  twice  end",
    }),
    "desc: wordy  twice  wordy  twice  wordy  twice  wordy  twice  wordy  twice  \n  wordy  twice  wordy  twice  wordy  twice  wordy  twice  wordy  twice  end\n",
  ],
  [
    yamlMap({
      desc: "tab\there wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy end",
    }),
    'desc: "tab\\there wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy\n  wordy wordy wordy wordy wordy wordy wordy wordy wordy end"\n',
  ],
  [
    yamlMap({ desc: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx y" }),
    "desc: \n  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n  y\n",
  ],
  [
    yamlMap({
      desc: "\u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e end",
    }),
    "desc: \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \n  \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e \u65e5\u672c\u8a9e end\n",
  ],
  [
    yamlMap({
      desc: "quote's quote's quote's quote's quote's quote's quote's quote's quote's quote's quote's quote's quote's quote's quote's a: b",
    }),
    "desc: \"quote's quote's quote's quote's quote's quote's quote's quote's quote's quote's\n  quote's quote's quote's quote's quote's a: b\"\n",
  ],
];

test.each(LONG)("printYaml() folds as DVC does, case %#", (value, expected) => {
  expect(printYaml(value)).toBe(expected);
});

test("printYaml() prints collections, keys and other scalars as DVC does", () => {
  const value = new Map<YamlValue, YamlValue>([
    ["a", []],
    ["b", yamlMap({})],
    ["c", null],
    ["d", [null, [1, [2]], yamlMap({ x: [1] })]],
    ["e", true],
    ["f", yamlFloat(1e-5)],
    ["g", yamlFloat(1e20)],
    ["h", yamlFloat(1.0)],
    ["i", 123456789012345678901234567890n],
    ["j", { kind: "timestamp", text: "2024-01-01" }],
    ["k".repeat(130), 1],
    [null, 1],
    [5, 1],
    [["p", 1], 1],
  ]);
  expect(printYaml(value)).toBe(
    "a: []\nb: {}\nc:\nd:\n- \n- - 1\n  - - 2\n- x:\n  - 1\ne: true\nf: 1e-05\ng: 1e+20\nh: 1.0\ni: 123456789012345678901234567890\nj: 2024-01-01\n? kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n: 1\nnull: 1\n5: 1\n? - p\n  - 1\n: 1\n",
  );
});

test.each([
  [null, "null\n...\n"],
  ["a b", "a b\n...\n"],
  ["a: b", "'a: b'\n"],
  [[], "[]\n"],
  [yamlMap({}), "{}\n"],
  [[[1, [2]], yamlMap({ a: [3] })], "- - 1\n  - - 2\n- a:\n  - 3\n"],
] satisfies [YamlValue, string][])("printYaml() prints a document that is %j", (value, expected) => {
  expect(printYaml(value)).toBe(expected);
});

const scalar = fc.oneof(
  fc.constantFrom<YamlValue>(null, true, false, "", "~", "1e5", "0x1", "- a", "a: b", "#", "'", '"', "a\tb", "a\n\nb"),
  fc.string({ unit: "grapheme-ascii", maxLength: 30 }),
  fc.string({ unit: fc.constantFrom("a", "é", "😀", "'", '"', ":", "#", "-", "\\", "\u00a0", "\x07"), maxLength: 30 }),
  fc.maxSafeInteger(),
  fc.bigInt(2n ** 60n, 2n ** 90n),
  fc
    .double({ noNaN: true })
    .filter((value) => !Object.is(value, -0))
    .map(yamlFloat),
);

const { document } = fc.letrec<{ document: YamlValue; node: YamlValue }>((tie) => ({
  node: fc.oneof(scalar, fc.array(tie("node"), { maxLength: 4 }), tie("document")),
  document: fc.dictionary(fc.string({ maxLength: 12 }), tie("node"), { maxKeys: 4 }).map(yamlMap),
}));

test("parseYaml() reads back what printYaml() prints", () => {
  fc.assert(
    fc.property(document, (value) => {
      expect(parseYaml(printYaml(value), { fileName: "x" }).value).toEqual(value);
    }),
  );
});
