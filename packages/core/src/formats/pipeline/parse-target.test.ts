import { expect, test } from "vitest";
import { parseTarget } from "./parse-target.ts";

test.each([
  ["", {}],
  ["name", { name: "name" }],
  ["name@key", { name: "name@key" }],
  [":name", { path: "dvc.yaml", name: "name" }],
  [":name@k:ey", { path: "dvc.yaml", name: "name@k:ey" }],
  [":", { path: "dvc.yaml" }],
  ["dvc.yaml", { path: "dvc.yaml" }],
  ["dvc.yaml:name", { path: "dvc.yaml", name: "name" }],
  ["../a/dvc.yaml:name@key", { path: "../a/dvc.yaml", name: "name@key" }],
  ["data.dvc", { path: "data.dvc" }],
  ["dir/data.dvc:x", { path: "dir/data.dvc", name: "x" }],
  ["dir/data", { name: "dir/data" }],
  ["dir/data:sub", { path: "dir/data", name: "sub" }],
  ["a:b/c", { name: "a:b/c" }],
  ["dvc.yaml:", { name: "dvc.yaml:" }],
  ["a@b:c", { name: "a@b:c" }],
])("parseTarget() splits %j", (text, target) => {
  expect(parseTarget(text)).toEqual(target);
});

test.each(["dvc.lock", "dir/dvc.lock", "dvc.lock:name"])("parseTarget() refuses %s", (text) => {
  expect(() => parseTarget(text)).toThrow(
    expect.objectContaining({ code: "TARGET_INVALID", hint: `Did you mean: \`${text.replace("lock", "yaml")}\`?` }),
  );
});
