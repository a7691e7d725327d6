import { compareCodePoints } from "../../base/code-point-order.ts";
import { isExternalPath } from "../stage/checksum-keys.ts";
import { contentFields, fileMaps } from "../stage/state-fields.ts";
import { type YamlMap, type YamlValue, yamlMap } from "../yaml/yaml-value.ts";
import type { LockedEntry, LockedStage } from "./lock-file.ts";

/**
 * Turns what is recorded of a stage into the mapping that DVC writes: dependencies and outputs by path, `params.yaml`
 * before other parameter files, the keys of each sorted. Values keep the order that they have.
 */
export function lockStageValue({ cmd, deps, params, outs }: LockedStage): YamlMap {
  return yamlMap({
    cmd,
    deps: deps.length === 0 ? undefined : entryMaps(deps),
    params: params.size === 0 ? undefined : paramsMap(params),
    outs: outs.length === 0 ? undefined : entryMaps(outs),
  });
}

function entryMaps(entries: readonly LockedEntry[]): readonly YamlMap[] {
  return entries.toSorted((a, b) => compareCodePoints(a.path, b.path)).map(entryMap);
}

function entryMap(entry: LockedEntry): YamlMap {
  const { path, dataset, hash, files } = entry;
  if (path.startsWith("ds://")) {
    return yamlMap({ path, dataset: dataset === undefined || dataset.size === 0 ? undefined : dataset });
  }
  const isLegacy = (hash === undefined || hash === "md5-dos2unix") && !isExternalPath(path);
  return yamlMap({
    path,
    hash: isLegacy ? undefined : "md5",
    ...(files === undefined ? contentFields(entry, path) : { files: fileMaps(files, path) }),
  });
}

const DEFAULT_PARAMS_FILE = "params.yaml";

function paramsMap(params: LockedStage["params"]): YamlMap {
  const sorted = sortedMap(params);
  const first = params.get(DEFAULT_PARAMS_FILE);
  const ordered = new Map<string, ReadonlyMap<string, YamlValue>>(
    first === undefined ? sorted : [[DEFAULT_PARAMS_FILE, first], ...sorted],
  );
  return new Map(ordered.entries().map(([file, values]) => [file, sortedMap(values)]));
}

function sortedMap<T>(map: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...map].sort(([a], [b]) => compareCodePoints(a, b)));
}
