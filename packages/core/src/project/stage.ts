import type { RelPath } from "../base/rel-path.ts";
import type { DependencyEntry } from "../formats/stage/dependency-entry.ts";
import type { DvcFile } from "../formats/stage/dvc-file.ts";
import type { Location } from "./location.ts";
import type { Output } from "./output.ts";

/** A dependency of a stage, with its path resolved against the project. */
export interface Dependency {
  /** Of a repository import, the path is the source's: the location is then undefined. */
  readonly location: Location | undefined;
  readonly entry: DependencyEntry;
}

/** What `dvc.yaml` and `dvc.lock` know of a stage beyond its dependencies and outputs. */
export interface PipelinePart {
  readonly name: string;
  readonly cmd: string | readonly string[];
  /** The command that dvc.lock records; undefined if the stage has never run. */
  readonly lockedCmd: string | readonly string[] | undefined;
  /** Parameter file, relative to the project's root → keys with the values that dvc.lock records. */
  readonly params: readonly ParamsEntry[];
  /** Made by templating, so that dvc.yaml cannot be edited for it. */
  readonly parametrized: boolean;
}

/** The parameters that a stage takes from one file. */
export interface ParamsEntry {
  /** Relative to the project's root. */
  readonly file: string;
  /** Dotted keys; empty: the whole file. */
  readonly keys: readonly string[];
  /** Key → value of dvc.lock; undefined if never locked. */
  readonly locked: ReadonlyMap<string, unknown> | undefined;
}

/** One stage: the content of a `.dvc` file, or one entry of a `dvc.yaml` joined with `dvc.lock`. */
export interface Stage {
  /** How DVC names it: `data.dvc`, `train`, `sub/dvc.yaml:train`, relative to the project's root. */
  readonly address: string;
  /** The `.dvc` or `dvc.yaml` file, relative to the project's root. */
  readonly file: RelPath;
  /** The folder that paths of entries are relative to, from the project's root; `""` is the root itself. */
  readonly wdir: string;
  readonly deps: readonly Dependency[];
  readonly outs: readonly Output[];
  readonly frozen: boolean;
  readonly alwaysChanged: boolean;
  /** The content of the `.dvc` file; undefined for stages of pipelines. */
  readonly dvcFile: DvcFile | undefined;
  /** Undefined for `.dvc` files. */
  readonly pipeline: PipelinePart | undefined;
}

/** Says whether a stage has no command: made by add, import or import-url. */
export function isDataSource(stage: Stage): boolean {
  return stage.pipeline === undefined;
}

/** Says whether a stage was made by an import: one output that comes from one dependency. */
export function isImport(stage: Stage): boolean {
  return stage.pipeline === undefined && stage.deps.length === 1 && stage.outs.length === 1;
}

/** Says whether a stage was made by `import` from another repository. */
export function isRepoImport(stage: Stage): boolean {
  return isImport(stage) && stage.deps[0]?.entry.repo !== undefined;
}

/** Says whether a stage is an import whose output has never been downloaded (`--no-exec`, `--no-download`). */
export function isPartialImport(stage: Stage): boolean {
  return isImport(stage) && stage.outs[0]?.entry.checksum === undefined;
}
