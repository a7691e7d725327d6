import { parseYaml } from "../yaml/parse-yaml.ts";
import { patchYaml } from "../yaml/patch-yaml.ts";
import { printYaml } from "../yaml/print-yaml.ts";
import { isYamlMap, type YamlMap, type YamlValue, yamlMap } from "../yaml/yaml-value.ts";
import type { LockedStage, LockFile } from "./lock-file.ts";
import { lockStageValue } from "./lock-value.ts";

/**
 * Writes what is recorded of a stage to a `dvc.lock`: its place among the stages stays, its content is replaced as a
 * whole; a new stage comes last.
 *
 * @param parsed undefined if there is no file yet
 */
export function updateLockStage(parsed: LockFile | undefined, name: string, stage: LockedStage): string {
  const value = lockStageValue(stage);
  if (parsed === undefined) return printYaml(yamlMap({ schema: "2.0", stages: yamlMap({ [name]: value }) }));
  // Patching keeps the order of old keys, so the old content goes first.
  const emptied = withStage(parsed, parsed.text, [name, null]);
  return withStage(parsed, emptied, [name, value]);
}

/**
 * Removes a stage from a `dvc.lock`. A stage that is not there is no error.
 *
 * @returns undefined if no stage is left: the file is then to be deleted, whatever else it holds
 */
export function removeLockStage(parsed: LockFile, name: string): string | undefined {
  if (!parsed.stages.has(name)) return parsed.text;
  return parsed.stages.size === 1 ? undefined : withStage(parsed, parsed.text, [name, undefined]);
}

function withStage(
  { fileName }: LockFile,
  text: string,
  [name, content]: readonly [string, YamlValue | undefined],
): string {
  const document = parseYaml(text, { fileName });
  const top: YamlMap = isYamlMap(document.value) ? document.value : new Map();
  const old = top.get("stages");
  const stages = new Map(isYamlMap(old) ? old : []);
  if (content === undefined) stages.delete(name);
  else stages.set(name, content);
  return patchYaml(document, new Map([...top, ["stages", stages]]));
}
