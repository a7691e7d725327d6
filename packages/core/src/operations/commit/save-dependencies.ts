import { posix } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import type { ParamsValue } from "../../formats/params/params-value.ts";
import { parseParamsFile } from "../../formats/params/parse-params-file.ts";
import type { JoinedParams } from "../../formats/pipeline/join-lock.ts";
import type { DependencyEntry } from "../../formats/stage/dependency-entry.ts";
import type { YamlValue } from "../../formats/yaml/yaml-value.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { readTreeText } from "../../project/read-tree-text.ts";
import { type Dependency, isImport, type Stage } from "../../project/stage.ts";
import { hashLocation } from "../../project/workspace/hash-location.ts";
import { hashNameToSave } from "../../project/workspace/hash-name-to-save.ts";
import { withFields, withState } from "../../project/workspace/save-state.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { urlState } from "../../source/url/url-state.ts";
import { dependencyPlace } from "../status/dependency-status.ts";
import { localDependency } from "../status/entry-status.ts";
import { actualValues } from "../status/params-status.ts";

/** How dependencies are hashed. */
export interface SaveDependenciesOptions {
  /** True: what DVC 2 recorded is hashed as DVC 3 does, also if it is unchanged; not of imports. Default: false. */
  readonly upgrade?: boolean;
}

/**
 * Works out the states of a stage's dependencies; what cannot be looked at keeps its state.
 *
 * @throws DEPENDENCY_MISSING, and what hashing throws
 */
export async function saveDependencies(
  workspace: Workspace,
  stage: Stage,
  { upgrade = false }: SaveDependenciesOptions,
): Promise<readonly DependencyEntry[]> {
  const saved: DependencyEntry[] = [];
  const options = { upgrade: upgrade && !isImport(stage) };
  for (const dependency of stage.deps) saved.push(await saveDependency(workspace, dependency, options));
  return saved;
}

async function saveDependency(
  workspace: Workspace,
  dependency: Dependency,
  { upgrade }: SaveDependenciesOptions,
): Promise<DependencyEntry> {
  const { entry } = dependency;
  const found = dependencyPlace(workspace, dependency);
  if (found === undefined) return entry;
  if (found.kind === "storage") {
    const state = await urlState(workspace, found);
    if (state === undefined) throw dependencyMissing(entry.path);
    return withFields(entry, state);
  }
  const local = localDependency(found.location, entry);
  const place = { location: local.location, hashName: local.hashName, oid: recordedOid(entry), isDependency: true };
  const hashName = upgrade ? "md5" : await hashNameToSave(workspace, place);
  const state = await hashLocation(workspace, { ...place, hashName }, { isDependency: true });
  if (state === undefined) throw dependencyMissing(entry.path);
  return withState(entry, state, hashName);
}

function recordedOid({ checksum }: DependencyEntry): Oid | undefined {
  return checksum?.key === "md5" ? parseOid(checksum.value) : undefined;
}

function dependencyMissing(path: string): LodeError {
  return new LodeError("DEPENDENCY_MISSING", `Cannot commit: the dependency '${path}' does not exist`, {
    details: { path },
  });
}

/** Parameter file → key → value, as `dvc.lock` has them. */
export type SavedParams = ReadonlyMap<string, ReadonlyMap<string, YamlValue>>;

/**
 * Reads the values of a stage's parameters.
 *
 * @throws DEPENDENCY_MISSING if a file is not there, PARAMS_MISSING if a key is not, and what parsing throws
 */
export async function saveParams({ project }: Workspace, stage: Stage): Promise<SavedParams> {
  const saved = new Map<string, ReadonlyMap<string, YamlValue>>();
  for (const params of stage.pipeline?.params ?? []) {
    const path = posix.normalize(posix.join(stage.wdir, params.path));
    const text = await readTreeText(project.tree, path);
    if (text === undefined) throw dependencyMissing(cwdPath(project, path));
    saved.set(params.path, savedValues(parseParamsFile(text, path), params));
  }
  return saved;
}

function savedValues(values: ParamsValue, { path, keys }: JoinedParams): ReadonlyMap<string, YamlValue> {
  const actual = actualValues(values, keys);
  const missing = keys.filter((key) => !actual.has(key));
  if (missing.length > 0) {
    const names = missing.map((key) => `'${key}'`).join(", ");
    throw new LodeError("PARAMS_MISSING", `Cannot commit: '${path}' has no ${names}`, { details: { path, missing } });
  }
  return new Map([...actual].map(([key, value]) => [key, yamlOf(value, path)]));
}

/** What only Python files can say becomes what YAML can: a tuple a list. */
function yamlOf(value: ParamsValue, path: string): YamlValue {
  if (Array.isArray(value)) return value.map((item) => yamlOf(item, path));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, yamlOf(item, path)]));
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "python") {
    return value as YamlValue;
  }
  if (value.type === "tuple") return value.items.map((item) => yamlOf(item, path));
  throw new LodeError(
    "PARAMS_INVALID",
    `Cannot record a parameter of '${path}': a Python ${value.type} has no form in YAML`,
    {
      details: { path },
    },
  );
}
