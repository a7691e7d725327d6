import { LodeError } from "../../base/lode-error.ts";
import { mapField } from "../schema/read-fields.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";
import { patchYaml } from "../yaml/patch-yaml.ts";
import { isYamlMap, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import { buildStage } from "./build-stage.ts";
import type { ParsedPipeline } from "./parse-pipeline-file.ts";
import { isParametrized } from "./resolve-stage.ts";
import { stageNotFound } from "./stage-not-found.ts";
import { stageValue } from "./stage-value.ts";

/**
 * Writes `frozen` to a stage of a `dvc.yaml`, or takes it away. As DVC does it, the stage's lists are sorted on the way.
 *
 * @throws STAGE_NOT_FOUND if the file does not have the stage
 * @throws STAGE_PARAMETRIZED if templating makes it
 * @throws PIPELINE_INVALID if it is invalid
 */
export function setStageFrozen(parsed: ParsedPipeline, name: string, frozen: boolean): string {
  const { fileName } = parsed;
  const fields = editableStage(parsed, name);
  const place = { fileName, what: `stage '${name}'`, stage: name };
  const stage = buildStage({ name, fields, parametrized: false, place });
  return withStages(parsed, new Map([...stagesOf(parsed), [name, stageValue({ ...stage, frozen })]]));
}

/**
 * Removes a stage from a `dvc.yaml`.
 *
 * @returns undefined if it was the last one: the file is then to be deleted, whatever else it holds
 * @throws STAGE_NOT_FOUND if the file does not have the stage
 * @throws STAGE_PARAMETRIZED if templating makes it
 */
export function removePipelineStage(parsed: ParsedPipeline, name: string): string | undefined {
  editableStage(parsed, name);
  const stages = new Map([...stagesOf(parsed)].filter(([key]) => key !== name));
  return stages.size === 0 ? undefined : withStages(parsed, stages);
}

function stagesOf({ value }: ParsedPipeline): YamlMap {
  return mapField(value, "stages") ?? new Map();
}

function editableStage(parsed: ParsedPipeline, name: string): YamlMap {
  const definition = stagesOf(parsed).get(name);
  if (isYamlMap(definition) && !isParametrized(definition)) return definition;
  const group = name.slice(0, Math.max(name.lastIndexOf("@"), 0));
  if (!isYamlMap(definition) && !isYamlMap(stagesOf(parsed).get(group))) throw stageNotFound(parsed, name);
  const { fileName } = parsed;
  throw new LodeError("STAGE_PARAMETRIZED", `Cannot change the stage '${name}' in '${fileName}': templating makes it`, {
    hint: `Edit '${fileName}' by hand.`,
    details: { file: fileName, stage: name },
  });
}

function withStages({ value, text, fileName }: ParsedPipeline, stages: YamlMap): string {
  const changed = new Map<YamlValue, YamlValue>([...value, ["stages", stages]]);
  return patchYaml(parseYaml(text, { fileName }), changed);
}
