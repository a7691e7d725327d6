import { mapField } from "../schema/read-fields.ts";
import { type Context, withLoopNames } from "../template/context.ts";
import { expandForeach, expandMatrix, type LoopTurn } from "../template/expand-loop.ts";
import { checkExpressions, type Resolving } from "../template/resolve-value.ts";
import { type TemplatePlace, templateError } from "../template/template-place.ts";
import { isYamlMap, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import type { PipelineResolver } from "./pipeline-resolver.ts";

/** A stage with what its templates can name; they are not worked out yet. */
export interface ExpandedStage {
  readonly name: string;
  readonly definition: YamlMap;
  readonly context: Context;
  /** Whether a loop made it. */
  readonly generated: boolean;
}

/** The stages that a definition makes. */
export interface ExpandedStages {
  readonly stages: readonly ExpandedStage[];
  readonly warnings: readonly string[];
}

/**
 * Makes the stages of one definition: one, or as many as its `foreach` or `matrix` gives.
 *
 * @throws PIPELINE_INVALID if the data of the loop cannot be worked out, a template is malformed, or a stage gets a name
 *   that nobody can refer to
 */
export function expandStage(resolver: PipelineResolver, name: string): ExpandedStages {
  const definition = stageDefinition(resolver, name);
  const { matrix, foreach } = { matrix: definition.get("matrix"), foreach: definition.get("foreach") };
  if (isYamlMap(matrix)) {
    const template = new Map([...definition].filter(([key]) => key !== "matrix"));
    const turns = expandMatrix(matrix, loopResolving(resolver, name, "matrix"));
    return expandLoop(resolver, { name, template, turns, provided: ["key", "item"] });
  }
  if (foreach !== undefined) {
    const turns = expandForeach(foreach, loopResolving(resolver, name, "foreach"));
    const template = mapField(definition, "do") ?? new Map();
    const provided = turns[0]?.names.has("key") ? ["item", "key"] : ["item"];
    return expandLoop(resolver, { name, template, turns, provided });
  }
  checkTemplate(resolver, name, definition);
  checkName(resolver, name);
  return { stages: [{ name, definition, context: resolver.context, generated: false }], warnings: [] };
}

function stageDefinition({ parsed }: PipelineResolver, name: string): YamlMap {
  return mapField(mapField(parsed.value, "stages") ?? new Map(), name) ?? new Map<YamlValue, YamlValue>();
}

function loopResolving({ parsed, context, flagStyle }: PipelineResolver, name: string, loop: string): Resolving {
  const place: TemplatePlace = { fileName: parsed.fileName, what: `'stages.${name}.${loop}'`, stage: name };
  return { context, flagStyle, place, compound: "all" };
}

interface Loop {
  readonly name: string;
  readonly template: YamlMap;
  readonly turns: readonly LoopTurn[];
  /** The names that each turn has. */
  readonly provided: readonly string[];
}

function expandLoop(resolver: PipelineResolver, { name, template, turns, provided }: Loop): ExpandedStages {
  if (turns.length > 0) checkTemplate(resolver, name, template);
  const stages = turns.map(({ key, names }) => {
    checkName(resolver, name, key);
    return {
      name: `${name}@${key}`,
      definition: template,
      context: withLoopNames(resolver.context, names),
      generated: true,
    };
  });
  const hidden = provided.filter((variable) => resolver.context.root.members.has(variable));
  const verb = hidden.length === 1 ? "is" : "are";
  const warning = `${hidden.join(" and ")} ${verb} already specified, will be overwritten for stages generated from '${name}'`;
  return { stages, warnings: hidden.length === 0 ? [] : [warning] };
}

function checkTemplate({ parsed }: PipelineResolver, name: string, definition: YamlMap): void {
  for (const [key, value] of definition) {
    checkExpressions(value, { fileName: parsed.fileName, what: `'stages.${name}.${String(key)}'`, stage: name });
  }
}

/**
 * DVC looks a stage up by the parts before and after its last `@`. So it never finds one of a loop whose key holds `@`,
 * nor a stage without a loop whose name does.
 */
function checkName({ parsed }: PipelineResolver, name: string, key?: string): void {
  const looked = key ?? name;
  if (looked !== "" && !looked.includes("@")) return;
  const full = key === undefined ? name : `${name}@${key}`;
  const place: TemplatePlace = { fileName: parsed.fileName, what: `stage '${full}'`, stage: full };
  throw templateError(place, key === undefined ? "its name is empty or holds '@'" : "its key is empty or holds '@'");
}
