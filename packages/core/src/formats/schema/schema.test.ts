import { expect, test } from "vitest";
import type { YamlValue } from "../yaml/yaml-value.ts";
import { allOf, listOf, mapOf, oneOf } from "./composite-schemas.ts";
import { anyList, anyMap, checksum, expect as expectation, flag, integer, nothing, text } from "./scalar-schemas.ts";
import type { Schema } from "./schema.ts";

function issues(schema: Schema, value: YamlValue): readonly string[] {
  return schema(value, []).map(({ message, path }) => [message, ...path].join(" @ "));
}

function map(fields: Record<string, YamlValue>): YamlValue {
  return new Map(Object.entries(fields));
}

test("scalar schemas judge values as voluptuous does", () => {
  const cases: readonly (readonly [Schema, YamlValue, readonly string[]])[] = [
    [text, 1, ["expected str"]],
    [flag, "yes", ["expected bool"]],
    [integer, "1", ["expected int"]],
    [integer, -1, []],
    [integer, 10n ** 20n, []],
    [integer, true, []],
    [integer, { kind: "float", value: 1 }, ["expected int"]],
    [nothing, "", ["not a valid value"]],
    [anyMap, [], ["expected dict"]],
    [anyList, null, ["expected list"]],
    [checksum, null, []],
    [checksum, "", []],
    [checksum, "ab", ["not a valid value"]],
    [checksum, "abc", []],
    [checksum, 12, ["not a valid value"]],
    [checksum, 123, []],
  ];
  for (const [schema, value, expected] of cases) expect(issues(schema, value), String(value)).toEqual(expected);
});

test("mapOf() lists all wrong members, then what is missing", () => {
  const schema = mapOf({ keys: { a: text, b: flag }, required: ["b", "c"] });
  expect(issues(schema, map({ x: 1, a: 1 }))).toEqual([
    "extra keys not allowed @ x",
    "expected str @ a",
    "required key not provided @ b",
    "required key not provided @ c",
  ]);
  expect(issues(schema, [])).toEqual(["expected a dictionary"]);
});

test("mapOf() asks for text as keys when others are allowed", () => {
  expect(issues(mapOf({ others: flag }), new Map([[1, true]]))).toEqual(["expected str @ 1"]);
  expect(issues(mapOf({ others: flag, nonEmpty: true }), new Map())).toEqual([
    "required key not provided @ <class 'str'>",
  ]);
});

test("listOf() stops at the first item that is wrong inside", () => {
  const schema = listOf(text, mapOf({ others: flag }));
  expect(issues(schema, [1, 2])).toEqual(["expected a dictionary @ 0", "expected a dictionary @ 1"]);
  expect(issues(schema, [1, map({ a: 1 }), 2])).toEqual(["expected bool @ 1 @ a"]);
  expect(issues(schema, null)).toEqual(["expected a list"]);
});

test("oneOf() tells of the alternative that got deepest", () => {
  const schema = oneOf(text, mapOf({ others: flag }), listOf(text));
  expect(issues(schema, 1)).toEqual(["expected str"]);
  expect(issues(schema, map({ a: 1 }))).toEqual(["expected bool @ a"]);
  expect(issues(schema, ["a"])).toEqual([]);
});

test("allOf() stops at the first schema that refuses", () => {
  const schema = allOf(
    text,
    expectation("too long", (value) => value === "a"),
  );
  expect(issues(schema, 1)).toEqual(["expected str"]);
  expect(issues(schema, "b")).toEqual(["too long"]);
  expect(issues(schema, "a")).toEqual([]);
});
