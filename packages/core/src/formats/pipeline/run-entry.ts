import { createHash } from "node:crypto";
import { compareCodePoints } from "../../base/code-point-order.ts";
import { pythonFloat } from "../json/python-float.ts";
import { type PythonJsonValue, pythonJson } from "../json/python-json.ts";
import { printYaml } from "../yaml/print-yaml.ts";
import { isYamlFloat, isYamlMap, isYamlSequence, isYamlTimestamp, type YamlValue } from "../yaml/yaml-value.ts";
import type { LockedStage } from "./lock-file.ts";
import { lockStageValue } from "./lock-value.ts";
import type { RunPath } from "./run-path.ts";

/** A run of a stage as DVC's run cache keeps it. */
export interface RunEntry {
  /** Below the cache's folder. */
  readonly path: RunPath;
  readonly text: string;
}

/** Not part of a run: what follows from the content. */
const LEFT_OUT: ReadonlySet<string> = new Set(["size", "nfiles"]);

/**
 * Makes the entry of a run: its key is the SHA-256 of the command with the dependencies and the paths of the outputs,
 * its value that of everything.
 *
 * Source: DVC 3.67, `dvc.stage.cache`.
 */
export function runEntry(locked: LockedStage): RunEntry {
  const value = lockStageValue(locked);
  const paths = locked.outs.map(({ path }) => path).toSorted(compareCodePoints);
  const key = new Map([...value, ["outs", paths] as const]);
  const keyDigest = sha256Of(key);
  // Two digests in hex make such a path.
  const path = `runs/${keyDigest.slice(0, 2)}/${keyDigest}/${sha256Of(value)}` as RunPath;
  return { path, text: printYaml(value) };
}

function sha256Of(value: YamlValue): string {
  return createHash("sha256")
    .update(pythonJson(countedJson(value), { sortKeys: true }))
    .digest("hex");
}

function countedJson(value: YamlValue): PythonJsonValue {
  if (isYamlMap(value)) {
    const members = [...value].filter(([key]) => typeof key !== "string" || !LEFT_OUT.has(key));
    return new Map(members.map(([key, item]) => [String(key), countedJson(item)]));
  }
  if (isYamlSequence(value)) return value.map(countedJson);
  if (isYamlFloat(value)) return pythonFloat(value.value);
  return isYamlTimestamp(value) ? value.text : value;
}
