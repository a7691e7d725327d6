import { equalParams } from "../../formats/params/equal-params.ts";
import { lookUpParam } from "../../formats/params/look-up-param.ts";
import { isParamsMap, type ParamsValue } from "../../formats/params/params-value.ts";
import { parseParamsFile } from "../../formats/params/parse-params-file.ts";
import type { JoinedParams } from "../../formats/pipeline/join-lock.ts";
import type { Project } from "../../project/project.ts";
import { readTreeText } from "../../project/read-tree-text.ts";
import type { EntryStatus } from "./status-item.ts";

/** The parameters that a stage takes from a file. */
export interface StageParams {
  /** The file, from the project's root. */
  readonly path: string;
  readonly params: JoinedParams;
}

/**
 * Compares parameters with what `dvc.lock` records: of a missing or never recorded file one status, else those of the
 * keys that differ, in the order of the stage; of a whole file in the order of the file.
 *
 * @throws PARAMS_INVALID, YAML_INVALID
 */
export async function paramsStatus(
  project: Project,
  { path, params }: StageParams,
): Promise<EntryStatus | Readonly<Record<string, EntryStatus>>> {
  const text = await readTreeText(project.tree, path);
  if (text === undefined) return "deleted";
  const { locked, keys } = params;
  if (locked === undefined) return "new";
  const actual = actualValues(parseParamsFile(text, path), keys);
  const status: Record<string, EntryStatus> = {};
  for (const key of keys.length > 0 ? keys : new Set([...actual.keys(), ...locked.keys()])) {
    const found = keyStatus(actual.get(key), locked.get(key));
    if (found !== undefined) status[key] = found;
  }
  return status;
}

/** The values of keys, or of all keys at the top of the file. */
export function actualValues(values: ParamsValue, keys: readonly string[]): ReadonlyMap<string, ParamsValue> {
  const found = new Map<string, ParamsValue>();
  if (keys.length === 0) {
    for (const [key, value] of isParamsMap(values) ? values : []) found.set(String(key), value);
  }
  for (const key of keys) {
    const value = lookUpParam(values, key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}

function keyStatus(actual: ParamsValue | undefined, locked: ParamsValue | undefined): EntryStatus | undefined {
  if (actual === undefined) return "deleted";
  if (locked === undefined) return "new";
  return equalParams(actual, locked) ? undefined : "modified";
}
