import { listOf, type MapShape, mapOf, oneOf } from "../schema/composite-schemas.ts";
import { anyList, anyMap, anything, flag, nothing, text } from "../schema/scalar-schemas.ts";
import type { Schema } from "../schema/schema.ts";
import { annotationKeys } from "../stage/entry-schema.ts";
import { isYamlMap } from "../yaml/yaml-value.ts";

const outputKeys: NonNullable<MapShape["keys"]> = {
  ...annotationKeys,
  cache: flag,
  persist: flag,
  // Accepted and ignored: what is left of DVC 2's checkpoints.
  checkpoint: flag,
  remote: text,
  push: flag,
};

/** The keys of a plot's own settings, beside those of any output. */
export const plotKeys = ["template", "x", "y", "x_label", "y_label", "title", "header"] as const;

const plotOutput = mapOf({
  keys: { ...outputKeys, template: text, x: text, y: text, x_label: text, y_label: text, title: text, header: flag },
});

const outputs = listOf(oneOf(text, mapOf({ others: mapOf({ keys: outputKeys }) })));
const vars = listOf(text, anyMap);

const stageDefinition = mapOf({
  keys: {
    matrix: mapOf({ others: oneOf(text, anyList) }),
    cmd: oneOf(text, anyList),
    wdir: text,
    deps: listOf(text),
    params: listOf(oneOf(text, anyMap)),
    vars,
    frozen: flag,
    meta: anything,
    desc: text,
    always_changed: flag,
    outs: outputs,
    metrics: outputs,
    plots: listOf(oneOf(text, mapOf({ others: oneOf(plotOutput, listOf(plotOutput)) }))),
  },
  required: ["cmd"],
});

const foreachDefinition = mapOf({
  keys: { foreach: oneOf(anyMap, anyList, text), do: stageDefinition },
  required: ["foreach", "do"],
});

const stage: Schema = (value, path) => {
  const isGroup = isYamlMap(value) && (value.has("foreach") || value.has("do"));
  return (isGroup ? foreachDefinition : stageDefinition)(value, path);
};

const plotDefinition = mapOf({
  keys: {
    x: oneOf(text, mapOf({ others: text })),
    y: oneOf(text, listOf(text), mapOf({ others: oneOf(text, listOf(text)) })),
    x_label: text,
    y_label: text,
    title: text,
    template: text,
  },
});

/** What DVC 3 accepts as `dvc.yaml`, before templating. */
export const pipelineSchema: Schema = mapOf({
  keys: {
    datasets: anything,
    plots: listOf(oneOf(text, mapOf({ others: oneOf(plotDefinition, nothing), nonEmpty: true }))),
    stages: mapOf({ others: stage }),
    vars,
    params: listOf(text),
    metrics: listOf(text),
    artifacts: mapOf({ others: mapOf({ keys: { ...annotationKeys, path: text }, required: ["path"] }) }),
  },
});
