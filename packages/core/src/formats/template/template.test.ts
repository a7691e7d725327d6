import { expect, test } from "vitest";
import type { YamlMap, YamlValue } from "../yaml/yaml-value.ts";
import { cloneContext, emptyContext, mergeIntoContext } from "./context.ts";
import { dictNode } from "./context-node.ts";
import { expandForeach, expandMatrix } from "./expand-loop.ts";
import { expressionProblem, findExpressions } from "./expression.ts";
import { type Resolving, resolveValue } from "./resolve-value.ts";

const place = { fileName: "dvc.yaml", what: "'stages.s.cmd'", stage: "s" };

function map(fields: Record<string, YamlValue>): YamlMap {
  return new Map(Object.entries(fields));
}

const values = map({
  name: "x",
  flag: true,
  none: null,
  rate: { kind: "float", value: 1e-5 },
  whole: { kind: "float", value: 1 },
  list: [1, map({ a: "b" })],
  flags: [true, false],
  opts: map({
    lr: { kind: "float", value: 0.5 },
    on: true,
    off: false,
    path: "a b",
    deep: map({ n: null }),
    l: [1, "x y"],
  }),
});

function resolving(compound: Resolving["compound"] = "none", flagStyle = {}): Resolving {
  const context = emptyContext();
  mergeIntoContext(context, dictNode(values, { source: "params.yaml", path: [] }, place), place);
  return { context, flagStyle, place, compound };
}

test.each([
  ["${a} ${b}", ["a", "b"]],
  ["\\${a} ${b}", ["b"]],
  ["${a\n} ${b}", ["b"]],
  ["${a ${b}}", ["a ${b"]],
  ["$ {a} {b}", []],
  ["${", []],
  ["}${a", []],
])("findExpressions() finds those of %j", (text, inners) => {
  expect(findExpressions(text).map(({ inner }) => inner)).toEqual(inners);
});

test("findExpressions() is linear", () => {
  const text = "${".repeat(200_000);
  expect(findExpressions(text)).toEqual([]);
  expect(findExpressions(`${text}}`)).toHaveLength(1);
});

test.each(["a", "a.b", " a . b ", "a[0]", "a[0] .b", "a-b", "é", " "])("expressionProblem() accepts %j", (inner) => {
  expect(expressionProblem(inner)).toBeUndefined();
});

test.each(["", "a..b", "a.", "a[0", "a]", "a[0]b", "[0]", "a[b.c]"])("expressionProblem() refuses %j", (inner) => {
  expect(expressionProblem(inner)).toContain(`\${${inner}}`);
});

test.each<[string, YamlValue]>([
  ["${name}", "x"],
  ["${flag}", true],
  ["${rate}", { kind: "float", value: 1e-5 }],
  ["${flag} ${none} ${rate} ${whole}", "true None 1e-05 1.0"],
  ["${list[0]}${list.1.a}${ list[-1].a }", "1bb"],
  ["a \\${name}", "a ${name}"],
  ["plain", "plain"],
])("resolveValue() works out %j", (text, expected) => {
  expect(resolveValue(text, resolving())).toEqual(expected);
});

test("resolveValue() works out keys and items", () => {
  expect(resolveValue(map({ "k-${name}": ["${name}", 1] }), resolving())).toEqual(map({ "k-x": ["x", 1] }));
});

test.each([
  ["${nope}", "could not find 'nope'"],
  ["${name.a}", "could not find 'name.a'"],
  ["${list[2]}", "could not find 'list[2]'"],
  ["${list[a]}", "could not find 'list[a]'"],
  ["${list}", "cannot interpolate data of type 'list'"],
  ["x ${opts}", "cannot interpolate data of type 'dict'"],
  ["${a..b}", "'${a..b}' is not an expression such as '${name.key[0]}'"],
])("resolveValue() refuses %j", (text, message) => {
  expect(() => resolveValue(text, resolving())).toThrow(`Cannot parse 'stages.s.cmd' in 'dvc.yaml': ${message}`);
});

test("resolveValue() turns a mapping into flags", () => {
  expect(resolveValue("run ${opts}", resolving("maps"))).toBe(
    "run --lr 0.5 --on --path 'a b' --deep.n None --l 1 'x y'",
  );
  const style = { bool: "boolean_optional", list: "append" };
  expect(resolveValue("run ${opts}", resolving("maps", style))).toBe(
    "run --lr 0.5 --on --no-off --path 'a b' --deep.n None --l 1 --l 'x y'",
  );
});

test("mergeIntoContext() merges mappings and refuses to define a name again", () => {
  const { context } = resolving();
  const copy = cloneContext(context);
  const added = (value: YamlMap): ReturnType<typeof dictNode> =>
    dictNode(value, { source: "vars[0]", path: [] }, place);
  mergeIntoContext(copy, added(map({ opts: map({ more: 1 }) })), place);
  expect(copy.root.members.get("opts")).toMatchObject({ kind: "dict" });
  expect(context.root.members.get("opts")).not.toEqual(copy.root.members.get("opts"));
  expect(() => mergeIntoContext(copy, added(map({ opts: map({ lr: 1 }) })), place)).toThrow(
    "cannot redefine 'opts.lr' from 'vars[0]' as it already exists in 'params.yaml'",
  );
});

test("dictNode() refuses dates, which DVC does not take either", () => {
  const dated = new Map([["d", { kind: "timestamp" as const, text: "2024-01-01" }]]);
  expect(() => dictNode(dated, { source: "params.yaml", path: [] }, place)).toThrow(
    "'d' in 'params.yaml' is a date, which cannot be used in templates",
  );
});

test.each<[YamlValue, readonly string[]]>([
  [
    ["a", 1, true, "a"],
    ["a", "1", "true"],
  ],
  ["${flags}", ["True", "False"]],
  [["${flag}"], ["True"]],
  [
    ["a", map({ b: 1 })],
    ["0", "1"],
  ],
  ["${opts}", ["lr", "on", "off", "path", "deep", "l"]],
  [new Map<YamlValue, YamlValue>([[1, "a"]]), ["1"]],
  [[], []],
])("expandForeach() names the turns over %j", (data, keys) => {
  expect(expandForeach(data, resolving("all")).map(({ key }) => key)).toEqual(keys);
});

test("expandForeach() provides the key of mappings only", () => {
  expect([...(expandForeach(["a"], resolving("all"))[0]?.names.keys() ?? [])]).toEqual(["item"]);
  expect([...(expandForeach("${opts}", resolving("all"))[0]?.names.keys() ?? [])]).toEqual(["item", "key"]);
});

test.each(["abc", "${name}", "${none}"])("expandForeach() refuses %j", (data) => {
  expect(() => expandForeach(data, resolving("all"))).toThrow("expected a list or mapping");
});

test("expandMatrix() combines all members, the last varying fastest", () => {
  const turns = expandMatrix(map({ a: ["x", "y"], b: "${list}", c: [true] }), resolving("all"));
  expect(turns.map(({ key }) => key)).toEqual(["x-1-true", "x-b1-true", "y-1-true", "y-b1-true"]);
});

test("expandMatrix() refuses more combinations than any pipeline has", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  expect(() => expandMatrix(map({ a: items, b: items, c: items }), resolving("all"))).toThrow(
    "it makes more than 100000 stages",
  );
});
