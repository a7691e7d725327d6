import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPythonFloat, pythonFloat } from "./python-float.ts";
import { pythonJson, pythonJsonPieces } from "./python-json.ts";

test("pythonJson() writes the separators and escapes of Python", () => {
  const value = { b: [1, 2n, true, null], a: 'é\u{1F600}\u007f"\\/\n\u0001', m: new Map([["x", "y"]]) };
  expect(pythonJson(value)).toBe(
    String.raw`{"b": [1, 2, true, null], "a": "\u00e9\ud83d\ude00\u007f\"\\/\n\u0001", "m": {"x": "y"}}`,
  );
});

test("pythonJson() keeps lone surrogates as escapes", () => {
  expect(pythonJson("a\udcff")).toBe(String.raw`"a\udcff"`);
});

test("pythonJson() sorts keys by code points when sortKeys is set", () => {
  expect(pythonJson({ "\u{1F600}": 1, "\uFFFD": 2, a: { d: 1, c: 2 } }, { sortKeys: true })).toBe(
    String.raw`{"a": {"c": 2, "d": 1}, "\ufffd": 2, "\ud83d\ude00": 1}`,
  );
});

test("pythonJson() breaks lines as Python does when indent is set", () => {
  expect(pythonJson({ a: [1, [], {}], b: { c: 2 } }, { indent: 2 })).toBe(
    '{\n  "a": [\n    1,\n    [],\n    {}\n  ],\n  "b": {\n    "c": 2\n  }\n}',
  );
});

test("pythonJson() leaves out members that are undefined", () => {
  expect(pythonJson({ a: undefined, b: { c: undefined }, d: 1 })).toBe('{"b": {}, "d": 1}');
});

test.each([{}, { indent: 2 }])("pythonJsonPieces() yields the text of pythonJson() in pieces (%o)", (options) => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ oid: `${i}`.repeat(5), paths: [`data/${i}`] }));
  const pieces = [...pythonJsonPieces({ rows }, options)];
  expect(pieces.length).toBeGreaterThan(4);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(70_000);
  expect(pieces.join("")).toBe(pythonJson({ rows }, options));
  expect(JSON.parse(pieces.join(""))).toEqual({ rows });
});

test.each([
  [1, "1.0"],
  [-0, "-0.0"],
  [0.1, "0.1"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [123456789.125, "123456789.125"],
  [1e15, "1000000000000000.0"],
  [1e16, "1e+16"],
  [1.25e22, "1.25e+22"],
  [1e300, "1e+300"],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
])("formatPythonFloat() writes %d as %s", (value, text) => {
  expect(formatPythonFloat(value)).toBe(text);
  expect(pythonJson([pythonFloat(value)])).toBe(`[${text}]`);
});

test("pythonJson() writes whole numbers as int and others as float", () => {
  expect(pythonJson([1, 1e21, 0.5])).toBe("[1, 1000000000000000000000, 0.5]");
});

test("pythonJson() is read back by JSON.parse", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(JSON.parse(pythonJson(plain as Parameters<typeof pythonJson>[0]))).toEqual(plain);
    }),
  );
});
