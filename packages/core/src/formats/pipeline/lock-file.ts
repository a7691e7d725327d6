import { type CheckedFile, invalidFile, readChecked } from "../schema/read-checked.ts";
import { listField, mapField, textField } from "../schema/read-fields.ts";
import type { SchemaPath } from "../schema/schema.ts";
import type { EntryState } from "../stage/output-entry.ts";
import { parseEntryState } from "../stage/parse-entry-state.ts";
import { isYamlMap, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import { lockSchema } from "./lock-schema.ts";

/** What `dvc.lock` records of a dependency or output. Without `hash`, its md5 is of DVC 2's kind. */
export interface LockedEntry extends EntryState {
  /** As `dvc.yaml` has it. */
  readonly path: string;
  /** The state of a dataset that is a dependency. */
  readonly dataset?: YamlMap;
}

/** What `dvc.lock` records of a stage. */
export interface LockedStage {
  /** A text or a list; compared with the stage's as it is. */
  readonly cmd: YamlValue;
  readonly deps: readonly LockedEntry[];
  /** Parameter file → key → value. */
  readonly params: ReadonlyMap<string, ReadonlyMap<string, YamlValue>>;
  readonly outs: readonly LockedEntry[];
}

/** A `dvc.lock` as it was read. */
export interface LockFile {
  /** By name, in the order of the file. */
  readonly stages: ReadonlyMap<string, LockedStage>;
  /** Kept as it is. */
  readonly datasets?: YamlValue;
  /** The text that it was read from, into which changes are written. */
  readonly text: string;
  readonly fileName: string;
}

/**
 * Reads a `dvc.lock`. Unlike a missing file, an empty one is invalid, as is one of DVC 1, which has no `schema`.
 *
 * @param fileName how errors name the file
 * @throws YAML_INVALID if the text is not YAML
 * @throws DVC_FILE_INVALID if it does not follow the format
 */
export function parseLockFile(text: string, fileName: string): LockFile {
  const file = readChecked(text, fileName, lockSchema);
  const { value } = file.document;
  const top: YamlMap = isYamlMap(value) ? value : new Map();
  const datasets = top.get("datasets");
  const stages = new Map<string, LockedStage>();
  for (const [name, stage] of mapField(top, "stages") ?? []) {
    if (typeof name === "string" && isYamlMap(stage)) stages.set(name, readStage(stage, file, ["stages", name]));
  }
  return { stages, ...(datasets !== undefined && { datasets }), text, fileName };
}

function readStage(stage: YamlMap, file: CheckedFile, path: SchemaPath): LockedStage {
  const readList = (key: "deps" | "outs"): readonly LockedEntry[] =>
    listField(stage, key)
      .filter(isYamlMap)
      .map((entry, index) => readEntry(entry, file, [...path, key, index]));
  return {
    cmd: stage.get("cmd") ?? null,
    deps: readList("deps"),
    params: readParams(mapField(stage, "params") ?? new Map()),
    outs: readList("outs"),
  };
}

function readEntry(entry: YamlMap, file: CheckedFile, place: SchemaPath): LockedEntry {
  const path = textField(entry, "path") ?? "";
  if (path.includes("\0")) throw invalidFile(file, [{ message: "path holds NUL", path: [...place, "path"] }]);
  const dataset = mapField(entry, "dataset");
  return {
    ...parseEntryState(entry, path, { file, path: place }),
    path,
    ...(dataset !== undefined && { dataset }),
  };
}

function readParams(params: YamlMap): LockedStage["params"] {
  const byFile = new Map<string, ReadonlyMap<string, YamlValue>>();
  for (const [file, values] of params) {
    if (typeof file !== "string" || !isYamlMap(values)) continue;
    byFile.set(file, new Map([...values].filter((member): member is [string, YamlValue] => isText(member[0]))));
  }
  return byFile;
}

function isText(key: YamlValue): key is string {
  return typeof key === "string";
}
