import { expect, test } from "vitest";
import { isLodeError } from "../../base/lode-error.ts";
import { parseYaml, type YamlDocument } from "./parse-yaml.ts";
import { type YamlValue, yamlFloat, yamlMap } from "./yaml-value.ts";

// What is accepted, refused and resolved here was taken from DVC 3.67.1 with ruamel.yaml 0.19.1.

function parse(text: string): YamlDocument {
  return parseYaml(text, { fileName: "data.dvc" });
}

function timestamp(text: string): YamlValue {
  return { kind: "timestamp", text };
}

test.each([
  ["yes", "yes"],
  ["off", "off"],
  ["True", true],
  ["tRue", "tRue"],
  ["~", null],
  ["NULL", null],
  ["0", 0],
  ["+5", 5],
  ["017", 17],
  ["0o17", 15],
  ["0b11", 3],
  ["0x1F", 31],
  ["-0x1F", -31],
  ["1_000", 1000],
  ["12345678901234567890", 12345678901234567890n],
  ["1e5", yamlFloat(100000)],
  ["12e3", yamlFloat(12000)],
  [".5", yamlFloat(0.5)],
  ["1.", yamlFloat(1)],
  ["1_0.5", yamlFloat(10.5)],
  ["-.inf", yamlFloat(Number.NEGATIVE_INFINITY)],
  [".NaN", yamlFloat(Number.NaN)],
  ["1:30", "1:30"],
  ["1.2.3", "1.2.3"],
  ["2024-01-01", timestamp("2024-01-01")],
  ["2024-1-1", "2024-1-1"],
  ["2024-01-02T03:04:05+01:00", timestamp("2024-01-02T03:04:05+01:00")],
  ["2024-01-02 03:04:05.9999999", timestamp("2024-01-02 03:04:06")],
  ["'12'", "12"],
  ['"a\\tb\\x41\\u00e9"', "a\tbAé"],
  ["'it''s'", "it's"],
  ["<<", "<<"],
  ["=", "="],
  ["!!str 12", "12"],
  ["!!int '3'", 3],
  ["! 12", 12],
  ["!mine x", "x"],
  ["a#b", "a#b"],
  ["a # b", "a"],
  ["http://x:80/y", "http://x:80/y"],
  ["{a: [1, b], c}", yamlMap({ a: [1, "b"], c: null })],
  ["[a: 1]", [yamlMap({ a: 1 })]],
  ["|\n  x\n   y\n", "x\n y\n"],
  [">-\n  x\n  y\n\n  z\n", "x y\nz"],
] satisfies [string, YamlValue][])("parseYaml() reads the value %s", (source, value) => {
  expect(parse(`k: ${source}\n`).value).toEqual(yamlMap({ k: value }));
  expect(parse(`# commented\nk: ${source}\n`).value).toEqual(yamlMap({ k: value }));
});

test.each([
  ["", null],
  ["# only\n", null],
  ["---\n", null],
  ["null\n", null],
  ["\ufeffa: 1\n", yamlMap({ a: 1 })],
  ["a: 1\r\nb: 2\r\n", yamlMap({ a: 1, b: 2 })],
  ["%YAML 1.2\n---\na: 1\n...\n", yamlMap({ a: 1 })],
  ["? a\n: b\n", yamlMap({ a: "b" })],
  [
    "10: a\n9: b\n",
    new Map<YamlValue, YamlValue>([
      [10, "a"],
      [9, "b"],
    ]),
  ],
  ["a: &x [1]\nb: *x\n", yamlMap({ a: [1], b: [1] })],
  ["a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n", yamlMap({ a: yamlMap({ p: 1, q: 2 }), b: yamlMap({ q: 3, p: 1 }) })],
  ["a:\n- b\n-\n- - c\n", yamlMap({ a: ["b", null, ["c"]] })],
  ['a: "x\ny"\nb: [\nc\n]\n', yamlMap({ a: "x y", b: ["c"] })],
] satisfies [string, YamlValue][])("parseYaml() reads the document %j", (text, value) => {
  expect(parse(text).value).toEqual(value);
});

test.each([
  ["a:\tb\n", 1, 3],
  ["a: b\t\n", 1, 5],
  ["a: b\n\t\nc: d\n", 2, 1],
  ["a: b\tc\n", 1, 5],
  ["a: 1\na: 2\n", 2, 1],
  ["1: a\n1.0: b\n", 2, 1],
  ["a: *x\n", 1, 4],
  ["a: &x [*x]\n", 1, 8],
  ["a: b: c\n", 1, 4],
  ["a: [1\n", 2, 1],
  ["a: 'b\n", 2, 1],
  ["a: b\n---\nc: d\n", 2, 1],
  ["a: @b\n", 1, 4],
  ["a: \u0001\n", 1, 4],
  ["a: 2024-13-01\n", 1, 4],
  ["a: 1\n<<: x\n", 2, 5],
  ["a: |x\n  b\n", 1, 5],
  ["a\n# c\n b: 1\n", 1, 1],
  ['"a\nb": 1\n', 1, 1],
  ["- a\nb: c\n", 2, 1],
] satisfies [string, number, number][])("parseYaml() refuses %j", (text, line, column) => {
  const error = caught(text);
  expect(error.code).toBe("YAML_INVALID");
  expect(error.details).toEqual({ fileName: "data.dvc", line, column });
  expect(error.message).toMatch(/^Cannot parse "data\.dvc": [^A-Z].+[^.], line \d+, column \d+$/);
});

function caught(text: string): Error & { code: string; details: Readonly<Record<string, unknown>> } {
  try {
    parse(text);
  } catch (error) {
    if (isLodeError(error)) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(text)} was accepted`);
}

test("parseYaml() names merge conflicts when it refuses a text with their marks", () => {
  const text = "outs:\n<<<<<<< HEAD\n- md5: a\n=======\n- md5: b\n>>>>>>> other\n  path: x\n";
  expect(() => parse(text)).toThrow("possible merge conflicts");
});

test("parseYaml() refuses a document whose aliases multiply", () => {
  const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`);
  expect(() => parse(`l0: &l0 [x]\n${levels.join("\n")}\n`)).toThrow("too large");
});

test.each([`a: ${"[".repeat(5000)}`, `${"- ".repeat(5000)}x`, `${"- ".repeat(5000)}x\nb`, "{a: ".repeat(5000)])(
  "parseYaml() refuses a text that is nested too deep, case %#",
  (text) => {
    expect(() => parse(text)).toThrow("the nesting is too deep");
  },
);

test("YamlDocument.position() finds where values begin", () => {
  const { position } = parse("# c\nouts:\n- md5: a\n  meta: {é: [x, y]}\n  size: 1\nuse:\n  <<: &m {p: q}\n");
  expect(position([])).toEqual({ line: 2, column: 1 });
  expect(position(["outs"])).toEqual({ line: 3, column: 1 });
  expect(position(["outs", 0])).toEqual({ line: 3, column: 3 });
  expect(position(["outs", 0, "meta", "é", 1])).toEqual({ line: 4, column: 17 });
  expect(position(["outs", 0, "size"])).toEqual({ line: 5, column: 9 });
  expect(position(["use", "p"])).toEqual({ line: 7, column: 14 });
  expect(position(["outs", 1])).toBeUndefined();
  expect(position(["nothing", 0])).toBeUndefined();
});

test.each([
  ["k: 'a\u2028    b'\n", "a\u2028b"],
  ["k: 'a\u2028\u2028    b'\n", "a\u2028\u2028b"],
  ["k: 'a \u0085 b'\n", "a b"],
  ["k: 'a\u0085\u0085\u0085    b'\n", "a\n\nb"],
  ["k: 'x\u2028\u0085    y'\n", "x\u2028\ny"],
  ['k: "\\L "\n', "\u2028 "],
])("parseYaml() folds unusual line breaks in %j as ruamel.yaml does", (text, value) => {
  expect(parse(text).value).toEqual(new Map([["k", value]]));
});
