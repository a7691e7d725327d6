import type { DependencyEntry } from "../stage/dependency-entry.ts";
import type { OutputEntry } from "../stage/output-entry.ts";
import type { YamlMap, YamlValue } from "../yaml/yaml-value.ts";

/** A stage of a `dvc.yaml` with its templates worked out. */
export interface PipelineStage {
  /** Ends in `@key` if a loop made it. */
  readonly name: string;
  /** A text or a list; a mapping if templating made it one. */
  readonly cmd: YamlValue;
  /** As written, relative to the file's folder; absent means that folder. */
  readonly wdir?: string;
  /** Without a recorded state: that is in `dvc.lock`. A path `ds://name` is a dataset. */
  readonly deps: readonly DependencyEntry[];
  readonly params: readonly ParamsDependency[];
  /** `outs`, then `metrics`, then `plots`; without a recorded state. */
  readonly outs: readonly PipelineOutput[];
  readonly frozen: boolean;
  readonly alwaysChanged: boolean;
  readonly desc?: string;
  readonly meta?: YamlValue;
  /** Whether templating made it what it is, so that the file cannot be edited for it. */
  readonly parametrized: boolean;
}

/** The parameters that a stage takes from one file. */
export interface ParamsDependency {
  /** Relative to the stage's wdir. */
  readonly path: string;
  /** Dotted keys; none means the whole file. */
  readonly keys: readonly string[];
}

/** An output of a stage of a pipeline. */
export interface PipelineOutput extends OutputEntry {
  readonly role: "out" | "metric" | "plot";
  /** The settings of a plot, if any. */
  readonly plot?: YamlMap;
}
