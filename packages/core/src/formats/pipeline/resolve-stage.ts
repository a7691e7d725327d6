import { listField } from "../schema/read-fields.ts";
import { type Context, cloneContext } from "../template/context.ts";
import { loadVars, pathFrom } from "../template/load-vars.ts";
import { hasExpression, isTemplate, type Resolving, resolveValue } from "../template/resolve-value.ts";
import { type TemplatePlace, templateError } from "../template/template-place.ts";
import { templateText } from "../template/template-text.ts";
import type { YamlMap, YamlValue } from "../yaml/yaml-value.ts";
import { buildStage } from "./build-stage.ts";
import type { ExpandedStage } from "./expand-stage.ts";
import type { PipelineResolver } from "./pipeline-resolver.ts";
import type { PipelineStage } from "./pipeline-stage.ts";

/**
 * Works out the templates of a stage.
 *
 * @throws PIPELINE_INVALID, YAML_INVALID, PARAMS_INVALID
 */
export async function resolveStage(resolver: PipelineResolver, stage: ExpandedStage): Promise<PipelineStage> {
  const { name, definition, generated } = stage;
  const { fileName } = resolver.parsed;
  const context = await stageContext(resolver, stage);
  const fields = new Map<YamlValue, YamlValue>();
  for (const [key, value] of definition) {
    if (key !== "vars") fields.set(key, resolveValue(value, fieldResolving(resolver, { name, context, key })));
  }
  const place: TemplatePlace = { fileName, what: `stage '${name}'`, stage: name };
  return buildStage({ name, fields, parametrized: generated || isParametrized(definition), place });
}

/** Says whether working out the templates of a stage changes its definition. */
export function isParametrized(definition: YamlMap): boolean {
  return ["vars", "foreach", "matrix"].some((key) => definition.has(key)) || isTemplate([...definition.values()]);
}

interface Field {
  readonly name: string;
  readonly context: Context;
  readonly key: YamlValue;
}

function fieldResolving(resolver: PipelineResolver, { name, context, key }: Field): Resolving {
  const { parsed, flagStyle } = resolver;
  const place = { fileName: parsed.fileName, what: `'stages.${name}.${String(key)}'`, stage: name };
  return { context, flagStyle, place, compound: key === "cmd" ? "maps" : "none" };
}

/** The context of the file, and in a copy of it the `vars` of the stage, whose paths start at its wdir. */
async function stageContext(resolver: PipelineResolver, stage: ExpandedStage): Promise<Context> {
  const vars = listField(stage.definition, "vars");
  const wdir = stageFolder(resolver, stage);
  if (vars.length === 0) return stage.context;
  const place: TemplatePlace = {
    fileName: resolver.parsed.fileName,
    what: `'stages.${stage.name}.vars'`,
    stage: stage.name,
  };
  if (hasExpression(vars)) throw templateError(place, "interpolating is not allowed");
  const context = cloneContext(stage.context);
  await loadVars(context, vars, { readFile: resolver.readFile, folder: wdir, place, stage: stage.name });
  return context;
}

function stageFolder(resolver: PipelineResolver, { name, definition, context }: ExpandedStage): string {
  const wdir = definition.get("wdir");
  if (typeof wdir !== "string" || wdir === "") return resolver.folder;
  const resolving = fieldResolving(resolver, { name, context, key: "wdir" });
  const value = resolveValue(wdir, { ...resolving, compound: "all" });
  return pathFrom(resolver.folder, templateText(value, resolver.flagStyle, resolving.place));
}
