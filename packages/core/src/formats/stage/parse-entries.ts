import { plainRecord } from "../schema/plain-record.ts";
import { invalidFile } from "../schema/read-checked.ts";
import { filledTextField, flagField, listField, mapField, textField } from "../schema/read-fields.ts";
import type { YamlMap } from "../yaml/yaml-value.ts";
import type { DependencyEntry, RepoSource } from "./dependency-entry.ts";
import type { OutputEntry } from "./output-entry.ts";
import { type EntryPlace, parseEntryState } from "./parse-entry-state.ts";
import { isStageFileName, pathProblem } from "./path-problem.ts";

/**
 * Reads an entry of `outs` that has passed its schema.
 *
 * @throws ENTRY_UNUSABLE if it has no usable path, DVC_FILE_INVALID if that is a stage file's; see also parseEntryState
 */
export function parseOutput(map: YamlMap, place: EntryPlace): OutputEntry {
  const path = entryPath(map, "output", place);
  const remote = filledTextField(map, "remote");
  return {
    ...parseEntryState(map, path, place),
    path,
    cache: flagField(map, "cache") ?? true,
    push: flagField(map, "push") ?? true,
    persist: flagField(map, "persist") ?? false,
    ...(remote !== undefined && { remote }),
    ...parseAnnotations(map),
    ...parseFsConfig(map),
  };
}

/** Reads what describes an output, or an artifact, to people. */
export function parseAnnotations(map: YamlMap): Pick<OutputEntry, "desc" | "type" | "labels" | "meta"> {
  const desc = filledTextField(map, "desc");
  const type = filledTextField(map, "type");
  const labels = listField(map, "labels").filter((label) => typeof label === "string");
  const meta = map.get("meta");
  return {
    ...(desc !== undefined && { desc }),
    ...(type !== undefined && { type }),
    ...(labels.length > 0 && { labels }),
    ...(meta !== undefined && { meta }),
  };
}

/**
 * Reads an entry of `deps` that has passed its schema; that of a database import has the path `""`.
 *
 * @throws ENTRY_UNUSABLE if it has no usable path, DVC_FILE_INVALID if that is a stage file's; see also parseEntryState
 */
export function parseDependency(map: YamlMap, place: EntryPlace): DependencyEntry {
  const db = mapField(map, "db");
  if (db !== undefined) return { path: "", db: plainRecord(db) };
  const path = entryPath(map, "dependency", place);
  const repo = mapField(map, "repo");
  return {
    ...parseEntryState(map, path, place),
    path,
    ...(repo !== undefined && { repo: parseRepo(repo) }),
    ...parseFsConfig(map),
  };
}

function parseRepo(map: YamlMap): RepoSource {
  const rev = filledTextField(map, "rev");
  const revLock = filledTextField(map, "rev_lock");
  const config = parseSettings(map, "config");
  const remote = parseSettings(map, "remote");
  return {
    url: textField(map, "url") ?? "",
    ...(rev !== undefined && { rev }),
    ...(revLock !== undefined && { revLock }),
    ...(config !== undefined && { config }),
    ...(remote !== undefined && { remote }),
  };
}

function parseSettings(map: YamlMap, key: string): RepoSource["config"] {
  const settings = mapField(map, key);
  if (settings === undefined) return filledTextField(map, key);
  return settings.size > 0 ? plainRecord(settings) : undefined;
}

function parseFsConfig(map: YamlMap): Pick<OutputEntry, "fsConfig"> {
  const settings = mapField(map, "fs_config");
  return settings === undefined || settings.size === 0 ? {} : { fsConfig: plainRecord(settings) };
}

function entryPath(map: YamlMap, role: "output" | "dependency", { file, path: place }: EntryPlace): string {
  const path = textField(map, "path") ?? "";
  const problem = pathProblem(path, role);
  if (problem === undefined) return path;
  const message = map.has("path") ? problem : "required key not provided";
  // DVC's schema lets all but names of stage files pass.
  const code = isStageFileName(path) ? "DVC_FILE_INVALID" : "ENTRY_UNUSABLE";
  throw invalidFile(file, [{ message, path: [...place, "path"] }], code);
}
