import { parseYaml } from "@lode/core/engine";
import { expect, test } from "vitest";
import { jsonOfYaml } from "./json-of-yaml.ts";

test.each([
  ["a: {b: [1, 2.5, null, true, x]}", { a: { b: [1, 2.5, null, true, "x"] } }],
  ["at: 2024-01-02", { at: "2024-01-02" }],
  ["n: 12345678901234567890", { n: "12345678901234567890" }],
  ["n: [.inf, .nan]", { n: ["Infinity", "NaN"] }],
  ["1: one", { "1": "one" }],
  ["[1, 2]: pair", { "[1,2]": "pair" }],
  ["__proto__: x", JSON.parse('{"__proto__": "x"}')],
])("jsonOfYaml() gives of %s what JSON can say", (text, json) => {
  const value = jsonOfYaml(parseYaml(text, { fileName: "meta" }).value);
  expect(value).toEqual(json);
  expect(JSON.parse(JSON.stringify(value))).toEqual(json);
});
