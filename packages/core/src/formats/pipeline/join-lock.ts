import type { DependencyEntry } from "../stage/dependency-entry.ts";
import type { YamlMap, YamlValue } from "../yaml/yaml-value.ts";
import type { LockedEntry, LockedStage } from "./lock-file.ts";
import type { ParamsDependency, PipelineOutput, PipelineStage } from "./pipeline-stage.ts";

/** A stage of `dvc.yaml` with what `dvc.lock` records of it. */
export interface JoinedStage {
  readonly definition: PipelineStage;
  /** Undefined if the stage is not in the lock file: it has never run. */
  readonly locked: LockedStage | undefined;
  readonly deps: readonly JoinedDependency[];
  readonly params: readonly JoinedParams[];
  /** With their recorded state; without one if the lock file does not have them. */
  readonly outs: readonly PipelineOutput[];
}

/** A dependency with its recorded state. */
export interface JoinedDependency extends DependencyEntry {
  /** Of a `ds://` dependency. */
  readonly dataset?: YamlMap;
}

/** Parameters with their recorded values. */
export interface JoinedParams extends ParamsDependency {
  /** Key → value, only keys that the stage has; undefined if the lock file does not have the parameter file. */
  readonly locked: ReadonlyMap<string, YamlValue> | undefined;
}

/**
 * Joins a stage with its entry of the lock file by the paths as they are written. What only the lock file has is
 * ignored.
 */
export function joinLock(definition: PipelineStage, locked: LockedStage | undefined): JoinedStage {
  const deps = byPath(locked?.deps ?? []);
  const outs = byPath(locked?.outs ?? []);
  return {
    definition,
    locked,
    deps: definition.deps.map((dep) => ({ ...deps.get(dep.path), ...dep })),
    params: definition.params.map((params) => ({ ...params, locked: lockedParams(params, locked) })),
    outs: definition.outs.map((out) => ({ ...stateOnly(outs.get(out.path)), ...out })),
  };
}

function byPath(entries: readonly LockedEntry[]): ReadonlyMap<string, LockedEntry> {
  return new Map(entries.map((entry) => [entry.path, entry]));
}

function stateOnly(entry: LockedEntry | undefined): Omit<LockedEntry, "path" | "dataset"> {
  const { path: _path, dataset: _dataset, ...state } = entry ?? { path: "" };
  return state;
}

function lockedParams({ path, keys }: ParamsDependency, lock: LockedStage | undefined): JoinedParams["locked"] {
  const values = lock?.params.get(path);
  if (values === undefined || keys.length === 0) return values;
  return new Map(values.entries().filter(([key]) => keys.includes(key)));
}
