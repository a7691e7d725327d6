import { listField, mapField } from "../schema/read-fields.ts";
import type { OutputEntry } from "../stage/output-entry.ts";
import { parseAnnotations } from "../stage/parse-entries.ts";
import { checkExpressions, type Resolving, resolveValue } from "../template/resolve-value.ts";
import { type TemplatePlace, templateError } from "../template/template-place.ts";
import { pythonText } from "../template/template-text.ts";
import { isYamlMap, isYamlSequence, type YamlValue } from "../yaml/yaml-value.ts";
import type { PipelineResolver } from "./pipeline-resolver.ts";

/** An artifact that a `dvc.yaml` declares. */
export interface Artifact extends Pick<OutputEntry, "desc" | "type" | "labels" | "meta"> {
  /** As written, relative to the file's folder. */
  readonly path: string;
}

/** The parts of a `dvc.yaml` beside its stages. */
export interface PipelineSections {
  /** By name, in the order of the file. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  /** Paths of files; templating may have made one something else than text. */
  readonly metrics: readonly YamlValue[];
  /** Paths of files. */
  readonly params: readonly YamlValue[];
  /** Paths, or mappings from an id to settings. */
  readonly plots: readonly YamlValue[];
  /** Mappings with at least `name`, `type` and `url` in files that DVC wrote. */
  readonly datasets: readonly YamlValue[];
}

/**
 * Works out the templates of the parts of a `dvc.yaml` beside its stages.
 *
 * @throws PIPELINE_INVALID
 */
export function resolveSections(resolver: PipelineResolver): PipelineSections {
  const datasets = resolver.parsed.value.get("datasets");
  if (datasets !== undefined && !isYamlSequence(datasets)) {
    throw templateError(sectionPlace(resolver, "datasets"), "expected a list");
  }
  return {
    artifacts: resolveArtifacts(resolver),
    metrics: resolveList(resolver, "metrics"),
    params: resolveList(resolver, "params"),
    plots: resolveList(resolver, "plots"),
    datasets: resolveList(resolver, "datasets"),
  };
}

function resolveList(resolver: PipelineResolver, section: string): readonly YamlValue[] {
  return listField(resolver.parsed.value, section).map((item, index) =>
    resolveChecked(item, sectionResolving(resolver, `${section}.${index}`)),
  );
}

function resolveChecked(value: YamlValue, resolving: Resolving): YamlValue {
  checkExpressions(value, resolving.place);
  return resolveValue(value, resolving);
}

function sectionResolving(resolver: PipelineResolver, section: string): Resolving {
  const { context, flagStyle } = resolver;
  return { context, flagStyle, place: sectionPlace(resolver, section), compound: "all" };
}

function sectionPlace({ parsed }: PipelineResolver, section: string): TemplatePlace {
  return { fileName: parsed.fileName, what: `'${section}'` };
}

function resolveArtifacts(resolver: PipelineResolver): ReadonlyMap<string, Artifact> {
  const artifacts = new Map<string, Artifact>();
  for (const [key, definition] of mapField(resolver.parsed.value, "artifacts") ?? []) {
    const resolving = sectionResolving(resolver, `artifacts.${String(key)}`);
    const name = resolveChecked(key, resolving);
    if (typeof name !== "string") throw templateError(resolving.place, "its name is not text");
    const fields = resolveChecked(definition, resolving);
    if (isYamlMap(fields)) {
      artifacts.set(name, { path: pythonText(fields.get("path") ?? null), ...parseAnnotations(fields) });
    }
  }
  return artifacts;
}
