import type { YamlValue } from "../yaml/yaml-value.ts";
import type { DependencyEntry } from "./dependency-entry.ts";
import type { OutputEntry } from "./output-entry.ts";

/** The content of a `.dvc` file. */
export interface DvcFile {
  readonly desc?: string;
  /** The stage md5, written for imports only. */
  readonly md5?: string;
  /** Relative to the file's folder; absent means that folder. */
  readonly wdir?: string;
  readonly frozen?: boolean;
  readonly alwaysChanged?: boolean;
  readonly deps: readonly DependencyEntry[];
  readonly outs: readonly OutputEntry[];
  readonly meta?: YamlValue;
}
