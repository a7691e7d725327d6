import { posix } from "node:path";
import { compareCodePoints } from "../../base/code-point-order.ts";
import { truthyMap } from "../stage/truthy-map.ts";
import type { YamlMap, YamlValue } from "../yaml/yaml-value.ts";
import type { ParamsDependency, PipelineOutput, PipelineStage } from "./pipeline-stage.ts";

/**
 * Turns a stage into the mapping that DVC writes to `dvc.yaml`: its order of keys, without defaults, dependencies and
 * outputs by path, parameters of `params.yaml` first.
 */
export function stageValue(stage: PipelineStage): YamlMap {
  const wdir = stage.wdir === undefined ? "." : posix.normalize(stage.wdir).replace(/(?<=.)\/$/, "");
  const outs = stage.outs.toSorted((a, b) => compareCodePoints(a.path, b.path));
  const listed = (role: PipelineOutput["role"]): readonly YamlValue[] =>
    outs.filter((out) => out.role === role).map(outputValue);
  return truthyMap({
    desc: stage.desc,
    cmd: stage.cmd,
    wdir: wdir === "." ? undefined : wdir,
    deps: stage.deps.map(({ path }) => path).sort(compareCodePoints),
    params: paramsValue(stage.params),
    outs: listed("out"),
    metrics: listed("metric"),
    plots: listed("plot"),
    frozen: stage.frozen,
    always_changed: stage.alwaysChanged,
    meta: stage.meta,
  });
}

const DEFAULT_PARAMS_FILE = "params.yaml";

function paramsValue(params: readonly ParamsDependency[]): readonly YamlValue[] {
  const sorted = params
    .toSorted((a, b) => compareCodePoints(a.path, b.path))
    .map(({ path, keys }) => ({ path, keys: keys.toSorted(compareCodePoints) }));
  const isPlain = ({ path, keys }: ParamsDependency): boolean => path === DEFAULT_PARAMS_FILE && keys.length > 0;
  const plain = sorted.filter(isPlain).flatMap(({ keys }) => keys);
  const named = sorted
    .filter((params) => !isPlain(params))
    .map(({ path, keys }) => new Map([[path, keys.length === 0 ? null : keys]]));
  return [...plain, ...named];
}

function outputValue(out: PipelineOutput): YamlValue {
  const { desc, type, labels, meta, remote } = out;
  const flags = new Map<YamlValue, YamlValue>(truthyMap({ desc, type, labels, meta }));
  if (!out.cache) flags.set("cache", false);
  if (out.persist) flags.set("persist", true);
  for (const [key, value] of out.plot ?? []) flags.set(key, value);
  if (remote !== undefined) flags.set("remote", remote);
  if (!out.push) flags.set("push", false);
  return flags.size === 0 ? out.path : new Map([[out.path, flags]]);
}
