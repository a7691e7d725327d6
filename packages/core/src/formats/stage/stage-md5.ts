import { createHash } from "node:crypto";
import { pythonFloat } from "../json/python-float.ts";
import { type PythonJsonValue, pythonJson } from "../json/python-json.ts";
import { isYamlFloat, isYamlMap, isYamlSequence, isYamlTimestamp, type YamlValue } from "../yaml/yaml-value.ts";
import type { DvcFile } from "./dvc-file.ts";
import { dvcFileValue } from "./dvc-file-value.ts";

/** Not part of the stage: its own checksum. */
const LEFT_OUT_AT_TOP: ReadonlySet<YamlValue> = new Set(["md5"]);

/** Keys that do not count, at any depth: what describes, and what follows from the content. */
const LEFT_OUT: ReadonlySet<YamlValue> = new Set([
  ...["desc", "type", "labels", "meta"],
  ...["locked", "frozen", "metric", "persist"],
  ...["isexec", "size", "nfiles"],
]);

/**
 * Computes the md5 of a stage, by which DVC notices that an import was edited: that of the JSON of what the file would
 * say, without what does not matter. It is recorded only in files with one dependency and one output.
 *
 * Source: DVC 3.67, `dvc.stage.utils.compute_md5`.
 */
export function computeStageMd5(file: DvcFile): string {
  const counted = [...dvcFileValue(file)].filter(([key]) => !LEFT_OUT_AT_TOP.has(key));
  const json = pythonJson(countedJson(new Map(counted)), { sortKeys: true });
  return createHash("md5").update(json).digest("hex");
}

function countedJson(value: YamlValue): PythonJsonValue {
  if (isYamlMap(value)) {
    const members = [...value].filter(([key]) => !LEFT_OUT.has(key));
    return new Map(members.map(([key, item]) => [String(key), countedJson(item)]));
  }
  if (isYamlSequence(value)) return value.map(countedJson);
  if (isYamlFloat(value)) return pythonFloat(value.value);
  return isYamlTimestamp(value) ? value.text : value;
}
