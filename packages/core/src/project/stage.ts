import type { RelPath } from "../base/rel-path.ts";
import type { JoinedStage } from "../formats/pipeline/join-lock.ts";
import type { DependencyEntry } from "../formats/stage/dependency-entry.ts";
import { readImportNotes } from "../formats/stage/import-notes.ts";
import type { ParsedDvcFile } from "../formats/stage/parse-dvc-file.ts";
import type { Location } from "./location.ts";
import type { Output } from "./output.ts";

/** A dependency of a stage, with its path resolved against the project. */
export interface Dependency {
  /** Of a repository import, the path is the source's: the location is then undefined. */
  readonly location: Location | undefined;
  readonly entry: DependencyEntry;
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
  /** The `.dvc` file as it was read; undefined for stages of pipelines. */
  readonly dvcFile: ParsedDvcFile | undefined;
  /** The entry of the `dvc.yaml` with what `dvc.lock` records; undefined for `.dvc` files. */
  readonly pipeline: JoinedStage | undefined;
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

/**
 * Says whether a stage is an import from another repository whose data is kept in the project's own remote as well.
 *
 * @throws DVC_FILE_INVALID if the notes of the import have the wrong form
 */
export function isStoredImport(stage: Stage): boolean {
  return isRepoImport(stage) && readImportNotes(stage.dvcFile?.file.meta, stage.file).store === true;
}

/** Says whether a stage was made by `import-url`: from data that is in no repository and no database. */
export function isUrlImport(stage: Stage): boolean {
  const entry = stage.deps[0]?.entry;
  return isImport(stage) && entry?.repo === undefined && entry?.db === undefined;
}

/** Says whether a stage is an import whose output has never been downloaded (`--no-exec`, `--no-download`). */
export function isPartialImport(stage: Stage): boolean {
  return isImport(stage) && stage.outs[0]?.entry.checksum === undefined;
}
