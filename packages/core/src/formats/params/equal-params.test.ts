import { expect, test } from "vitest";
import { yamlFloat } from "../yaml/yaml-value.ts";
import { equalParams } from "./equal-params.ts";
import { lookUpParam } from "./look-up-param.ts";
import type { ParamsValue } from "./params-value.ts";
import { parseParamsFile } from "./parse-params-file.ts";

test.each<[ParamsValue, ParamsValue, boolean]>([
  [1, yamlFloat(1), true],
  [true, 1, true],
  [1, 2, false],
  [10n ** 20n, 10n ** 20n, true],
  ["1", 1, false],
  ["a", "a", true],
  [null, null, true],
  [null, false, false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [{ kind: "python", type: "tuple", items: [1] }, [1], true],
  [{ kind: "timestamp", text: "2024-01-01" }, { kind: "timestamp", text: "2024-01-01" }, true],
  [{ kind: "timestamp", text: "2024-01-01" }, "2024-01-01", false],
])("equalParams() compares as Python does: %o and %o", (a, b, expected) => {
  expect(equalParams(a, b)).toBe(expected);
  expect(equalParams(b, a)).toBe(expected);
});

test("equalParams() compares mappings without their order", () => {
  const a = new Map<string, ParamsValue>([
    ["x", 1],
    ["y", [2]],
  ]);
  expect(equalParams(a, new Map([...a].toReversed()))).toBe(true);
  expect(equalParams(a, new Map([["x", 1]]))).toBe(false);
});

test("lookUpParam() follows dots through mappings and lists", () => {
  const values = parseParamsFile("train: {lr: 0.5, layers: [8, 16]}\n1: {a: x}\n", "params.yaml");
  expect(lookUpParam(values, "train.lr")).toEqual(yamlFloat(0.5));
  expect(lookUpParam(values, "train.layers.1")).toBe(16);
  expect(lookUpParam(values, "1.a")).toBe("x");
  expect(lookUpParam(values, "train.lr.x")).toBeUndefined();
  expect(lookUpParam(values, "none")).toBeUndefined();
});
