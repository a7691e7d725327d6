import { posix } from "node:path";
import { listField, mapField } from "../schema/read-fields.ts";
import { emptyContext } from "../template/context.ts";
import { loadDefaultParams, loadVars, type VarsSource } from "../template/load-vars.ts";
import { hasExpression } from "../template/resolve-value.ts";
import { type TemplatePlace, templateError } from "../template/template-place.ts";
import type { FlagStyle } from "../template/template-text.ts";
import { isYamlMap, type YamlMap } from "../yaml/yaml-value.ts";
import { type ExpandedStage, expandStage } from "./expand-stage.ts";
import type { ParsedPipeline } from "./parse-pipeline-file.ts";
import type { PipelineResolver } from "./pipeline-resolver.ts";
import type { PipelineStage } from "./pipeline-stage.ts";
import { type PipelineSections, resolveSections } from "./resolve-sections.ts";
import { resolveStage } from "./resolve-stage.ts";
import { stageNotFound } from "./stage-not-found.ts";

/** What templating needs from outside of the `dvc.yaml`. */
export interface PipelineOptions {
  /**
   * Returns the text of a parameter file; undefined if it is not there. The path is normalised and starts where the
   * pipeline's `fileName` starts. A file may name any path: it may be absolute or start with `..`.
   */
  readonly readFile: VarsSource["readFile"];
  /** How mappings become flags of a command: the `parsing` section of the configuration. Default: DVC's defaults. */
  readonly flagStyle?: FlagStyle;
}

/** A `dvc.yaml` with its templates worked out. */
export interface ResolvedPipeline extends PipelineSections {
  /** In the order of the file; those of a loop in the order of its data. */
  readonly stages: readonly PipelineStage[];
  /** Sentences for the user about names that hide others. */
  readonly warnings: readonly string[];
}

/**
 * Works out all templates of a `dvc.yaml`.
 *
 * @throws PIPELINE_INVALID naming file and stage if a template cannot be worked out
 * @throws YAML_INVALID, PARAMS_INVALID if a parameter file is malformed
 */
export async function resolvePipeline(parsed: ParsedPipeline, options: PipelineOptions): Promise<ResolvedPipeline> {
  const resolver = await openResolver(parsed, options);
  const stages: PipelineStage[] = [];
  const warnings: string[] = [];
  for (const name of definitionNames(parsed)) {
    const expanded = expandStage(resolver, name);
    warnings.push(...expanded.warnings);
    for (const stage of expanded.stages) stages.push(await resolveStage(resolver, stage));
  }
  return { stages, warnings, ...resolveSections(resolver) };
}

/**
 * Works out one stage of a `dvc.yaml`, or all stages of a loop, leaving the others alone, so that they may be broken.
 *
 * @param name such as `train`, `train@key`, or the name of a loop
 * @throws STAGE_NOT_FOUND if there is no such stage
 * @throws PIPELINE_INVALID, YAML_INVALID, PARAMS_INVALID as resolvePipeline does
 */
export async function resolvePipelineStages(
  parsed: ParsedPipeline,
  name: string,
  options: PipelineOptions,
): Promise<readonly PipelineStage[]> {
  const resolver = await openResolver(parsed, options);
  const chosen = findStages(resolver, name);
  if (chosen === undefined) throw stageNotFound(parsed, name);
  return Promise.all(chosen.map((stage) => resolveStage(resolver, stage)));
}

async function openResolver(parsed: ParsedPipeline, options: PipelineOptions): Promise<PipelineResolver> {
  const place: TemplatePlace = { fileName: parsed.fileName, what: "'vars'" };
  const vars = listField(parsed.value, "vars");
  if (hasExpression(vars)) throw templateError(place, "interpolating is not allowed");
  const folder = posix.dirname(parsed.fileName);
  const context = emptyContext();
  const source: VarsSource = { readFile: options.readFile, folder, place };
  await loadDefaultParams(context, source);
  await loadVars(context, vars, source);
  return { parsed, context, flagStyle: options.flagStyle ?? {}, readFile: options.readFile, folder };
}

function definitionNames({ value }: ParsedPipeline): readonly string[] {
  return [...(mapField(value, "stages") ?? new Map()).keys()].filter((name) => typeof name === "string");
}

function findStages(resolver: PipelineResolver, name: string): readonly ExpandedStage[] | undefined {
  const definitions: YamlMap = mapField(resolver.parsed.value, "stages") ?? new Map();
  if (isYamlMap(definitions.get(name))) return expandStage(resolver, name).stages;
  const group = name.slice(0, Math.max(name.lastIndexOf("@"), 0));
  if (!isYamlMap(definitions.get(group))) return undefined;
  const generated = expandStage(resolver, group).stages.filter((stage) => stage.name === name);
  return generated.length === 0 ? undefined : generated;
}
