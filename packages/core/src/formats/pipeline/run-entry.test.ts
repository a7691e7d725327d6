import { expect, test } from "vitest";
import { type YamlValue, yamlFloat } from "../yaml/yaml-value.ts";
import { runEntry } from "./run-entry.ts";

test("runEntry() makes the entry that DVC makes", () => {
  const params = new Map<string, YamlValue>([
    ["lr", yamlFloat(0.1)],
    ["x.y", 2],
  ]);
  const output = { size: 2, hash: "md5" };
  const entry = runEntry({
    cmd: "cp foo out && echo 1 > m.json",
    deps: [{ path: "foo", hash: "md5", checksum: { key: "md5", value: "d3b07384d113edec49eaa6238ad5ff00" }, size: 4 }],
    params: new Map([["params.yaml", params]]),
    outs: [
      { ...output, path: "out", checksum: { key: "md5", value: "d3b07384d113edec49eaa6238ad5ff00" }, size: 4 },
      { ...output, path: "m.json", checksum: { key: "md5", value: "b026324c6904b2a9cb4b88d6d61c81d1" } },
    ],
  });
  expect(entry.path).toBe(
    "runs/ca/cac3e5b85219195235b457940a9264998de51ebe5a22f07167fd8494b1621e9f/61c6f63897044f6c3886dd466d2d2c0417c086b868ac3a744c631cadbb33cd20",
  );
  expect(entry.text.split("\n").slice(0, 6)).toEqual([
    "cmd: cp foo out && echo 1 > m.json",
    "deps:",
    "- path: foo",
    "  hash: md5",
    "  md5: d3b07384d113edec49eaa6238ad5ff00",
    "  size: 4",
  ]);
});
