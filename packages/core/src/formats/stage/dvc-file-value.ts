import { posix } from "node:path";
import { yamlRecord } from "../schema/plain-record.ts";
import { isTruthy } from "../schema/read-fields.ts";
import { type YamlMap, type YamlValue, yamlMap } from "../yaml/yaml-value.ts";
import { isExternalPath } from "./checksum-keys.ts";
import type { DependencyEntry, RepoSource } from "./dependency-entry.ts";
import type { DvcFile } from "./dvc-file.ts";
import type { EntryState, OutputEntry } from "./output-entry.ts";
import { contentFields, type Fields, fileMaps } from "./state-fields.ts";
import { truthyMap } from "./truthy-map.ts";

/** Turns the content of a `.dvc` file into the mapping that DVC writes: its order of keys, without defaults. */
export function dvcFileValue(file: DvcFile): YamlMap {
  const wdir = file.wdir === undefined ? undefined : writtenPath(file.wdir || ".");
  return truthyMap({
    desc: file.desc,
    md5: file.md5,
    wdir: wdir === "." ? undefined : wdir,
    frozen: file.frozen,
    deps: file.deps.map(dependencyMap),
    outs: file.outs.map(outputMap),
    always_changed: file.alwaysChanged,
    meta: file.meta,
  });
}

function outputMap(entry: OutputEntry): YamlMap {
  const { desc, type, labels, meta, remote } = entry;
  const flags = yamlMap({
    cache: entry.cache ? undefined : false,
    persist: entry.persist || undefined,
    remote: remote || undefined,
    push: entry.push ? undefined : false,
  });
  return new Map([...locatedState(entry), ...truthyMap({ desc, type, labels, meta }), ...flags, ...filesField(entry)]);
}

function dependencyMap(entry: DependencyEntry): YamlMap {
  if (entry.db !== undefined) {
    const db = [...yamlRecord(entry.db)].filter(([, value]) => isTruthy(value));
    return db.length === 0 ? new Map() : yamlMap({ db: new Map(db) });
  }
  if (entry.repo !== undefined) return yamlMap({ path: entry.path, repo: repoMap(entry.repo) });
  if (entry.path.startsWith("ds://")) return yamlMap({ path: entry.path });
  return new Map([...locatedState(entry), ...filesField(entry)]);
}

function repoMap({ url, rev, revLock, config, remote }: RepoSource): YamlMap {
  const rest = truthyMap({ rev, rev_lock: revLock, config: settings(config), remote: settings(remote) });
  return new Map([["url", url] as const, ...rest]);
}

function settings(value: RepoSource["config"]): YamlValue | undefined {
  return typeof value === "object" ? yamlRecord(value) : value;
}

type LocatedEntry = EntryState & Pick<OutputEntry, "path" | "fsConfig">;

/** The state, `hash`, path and file system settings. */
function locatedState(entry: LocatedEntry): YamlMap {
  const { path, fsConfig } = entry;
  const hasSettings = fsConfig !== undefined && Object.keys(fsConfig).length > 0;
  return yamlMap({
    ...(entry.files === undefined && stateFields(entry)),
    hash: isLegacyHash(entry) ? undefined : "md5",
    path: writtenPath(path),
    fs_config: hasSettings ? yamlRecord(fsConfig) : undefined,
  });
}

/** The md5 of DVC 2's kind is written even if it is unknown. */
function stateFields(entry: LocatedEntry): Fields {
  const { md5, ...others } = contentFields(entry, entry.path);
  return isLegacyHash(entry) ? { md5: md5 ?? null, ...others } : contentFields(entry, entry.path);
}

function isLegacyHash({ hash, path }: LocatedEntry): boolean {
  return (hash === undefined || hash === "md5-dos2unix") && !isExternalPath(path);
}

function filesField({ files, path }: LocatedEntry): YamlMap {
  return yamlMap({ files: files === undefined ? undefined : fileMaps(files, path) });
}

/** Relative paths are written in their shortest form; what lies outside of the folder stays as it was typed. */
function writtenPath(path: string): string {
  if (isExternalPath(path)) return path;
  const normal = posix.normalize(path).replace(/\/$/, "");
  return normal.startsWith("../") && path.startsWith("../") ? path : normal;
}
