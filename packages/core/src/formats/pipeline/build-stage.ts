import { flagField, isTruthy, listField } from "../schema/read-fields.ts";
import type { OutputEntry } from "../stage/output-entry.ts";
import { parseAnnotations } from "../stage/parse-entries.ts";
import { pathProblem } from "../stage/path-problem.ts";
import { type TemplatePlace, templateError } from "../template/template-place.ts";
import { pythonText } from "../template/template-text.ts";
import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue, yamlMap } from "../yaml/yaml-value.ts";
import { plotKeys } from "./pipeline-schema.ts";
import type { ParamsDependency, PipelineOutput, PipelineStage } from "./pipeline-stage.ts";

/** A stage's definition with its templates worked out. */
export interface StageDefinition {
  readonly name: string;
  readonly fields: YamlMap;
  readonly parametrized: boolean;
  readonly place: TemplatePlace;
}

/**
 * Reads a stage from its definition.
 *
 * @throws PIPELINE_INVALID if templating made a path something else than a path, or flags something else than a mapping
 */
export function buildStage({ name, fields, parametrized, place }: StageDefinition): PipelineStage {
  const wdir = fields.get("wdir");
  if (wdir !== undefined && typeof wdir !== "string") throw templateError(place, "wdir is not text");
  const desc = fields.get("desc");
  const meta = fields.get("meta");
  return {
    name,
    cmd: fields.get("cmd") ?? "",
    ...(wdir !== undefined && wdir !== "" && { wdir }),
    deps: listField(fields, "deps").map((path) => ({ path: checkedPath(path, "dependency", place) })),
    params: buildParams(listField(fields, "params"), place),
    outs: [
      ...buildOutputs(fields, "outs", place),
      ...buildOutputs(fields, "metrics", place),
      ...buildOutputs(fields, "plots", place),
    ],
    frozen: flagField(fields, "frozen") ?? false,
    alwaysChanged: flagField(fields, "always_changed") ?? false,
    ...(desc !== undefined && { desc: pythonText(desc) }),
    ...(meta !== undefined && { meta }),
    parametrized,
  };
}

function checkedPath(path: YamlValue, role: "output" | "dependency", place: TemplatePlace): string {
  if (typeof path !== "string") {
    throw templateError(place, `the path of ${role} '${pythonText(path)}' is not text`, "ENTRY_UNUSABLE");
  }
  const problem = pathProblem(path, role);
  if (problem !== undefined) throw templateError(place, problem);
  return path;
}

const DEFAULT_PARAMS_FILE = "params.yaml";

/** Collects the keys by file. A file that is named without keys is tracked as a whole, whatever else is said of it. */
function buildParams(items: readonly YamlValue[], place: TemplatePlace): readonly ParamsDependency[] {
  const whole = new Set(items.flatMap(filesWithoutKeys));
  const byFile = new Map<YamlValue, readonly string[]>();
  const add = (file: YamlValue, keys: readonly YamlValue[]): void => {
    byFile.set(file, whole.has(file) ? [] : [...(byFile.get(file) ?? []), ...keys.map(pythonText)]);
  };
  for (const item of items) {
    if (typeof item === "string" && !whole.has(DEFAULT_PARAMS_FILE)) add(DEFAULT_PARAMS_FILE, [item]);
    if (typeof item === "string") continue;
    if (!isYamlMap(item)) throw templateError(place, `the parameter '${pythonText(item)}' is not text`);
    for (const [file, keys] of item) add(file, keysOf(file, keys, place));
  }
  return [...byFile].map(([path, keys]) => ({ path: checkedPath(path, "dependency", place), keys }));
}

function filesWithoutKeys(item: YamlValue): readonly YamlValue[] {
  return isYamlMap(item) ? [...item].filter(([, keys]) => !isTruthy(keys)).map(([file]) => file) : [];
}

function keysOf(file: YamlValue, keys: YamlValue, place: TemplatePlace): readonly YamlValue[] {
  if (!isTruthy(keys)) return [];
  if (!isYamlSequence(keys)) throw templateError(place, `expected a list of parameters of '${pythonText(file)}'`);
  return keys;
}

type OutputList = "outs" | "metrics" | "plots";

const ROLES: Readonly<Record<OutputList, PipelineOutput["role"]>> = { outs: "out", metrics: "metric", plots: "plot" };

/** Reads a list of outputs; what is said of the same path in several places is put together. */
function buildOutputs(fields: YamlMap, list: OutputList, place: TemplatePlace): readonly PipelineOutput[] {
  const byPath = new Map<YamlValue, YamlMap>();
  for (const item of listField(fields, list)) {
    const members: YamlMap = isYamlMap(item) ? item : new Map([[item, new Map()]]);
    for (const [path, flags] of members) {
      if (!isYamlMap(flags)) throw templateError(place, `expected a mapping for '${pythonText(path)}'`);
      byPath.set(path, new Map([...(byPath.get(path) ?? []), ...flags]));
    }
  }
  return [...byPath].map(([path, flags]) => ({
    ...buildFlags(flags, place),
    path: checkedPath(path, "output", place),
    role: ROLES[list],
    ...(list === "plots" && buildPlot(flags)),
  }));
}

function buildFlags(flags: YamlMap, place: TemplatePlace): Omit<OutputEntry, "path"> {
  const remote = flags.get("remote");
  if (remote !== undefined && typeof remote !== "string") throw templateError(place, "remote is not text");
  return {
    cache: flagField(flags, "cache") ?? true,
    push: flagField(flags, "push") ?? true,
    persist: flagField(flags, "persist") ?? false,
    ...(remote !== undefined && remote !== "" && { remote }),
    ...parseAnnotations(flags),
  };
}

/** Settings of plots stand in an order of their own, whatever that of the file is. */
function buildPlot(flags: YamlMap): Pick<PipelineOutput, "plot"> {
  const settings = plotKeys.map((key) => [key, flags.get(key)] as const);
  const plot = yamlMap(Object.fromEntries(settings));
  return plot.size === 0 ? {} : { plot };
}
