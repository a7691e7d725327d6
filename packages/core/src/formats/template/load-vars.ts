import { posix } from "node:path";
import { isParamsMap, type ParamsMap } from "../params/params-value.ts";
import { parseParamsFile } from "../params/parse-params-file.ts";
import { isYamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import { type Context, mergeIntoContext } from "./context.ts";
import { dictNode } from "./context-node.ts";
import { type TemplatePlace, templateError } from "./template-place.ts";

/** Where `vars` take their files from. */
export interface VarsSource {
  /**
   * Returns the text of a file; undefined if it is not there. The path is normalised and relative to the same folder as
   * the name of the `dvc.yaml`; it may be absolute or start with `..`, since the file says so.
   */
  readonly readFile: (path: string) => Promise<string | undefined>;
  /** The folder that paths in `vars` are relative to. */
  readonly folder: string;
  /** How errors name what holds the `vars`. */
  readonly place: TemplatePlace;
  /** The stage that holds the `vars`; undefined for those of the file. */
  readonly stage?: string;
}

/** The file whose values every context has, if it exists. */
const DEFAULT_FILE = "params.yaml";

/** Loads `params.yaml` into a context, if it is there. */
export async function loadDefaultParams(context: Context, source: VarsSource): Promise<void> {
  const path = pathFrom(source.folder, DEFAULT_FILE);
  const text = await source.readFile(path);
  if (text !== undefined) loadFile(context, { path, text, keys: [] }, source.place);
}

/**
 * Loads `vars` into a context in their order: mappings, and files (`path` or `path:key,key`).
 *
 * @throws PIPELINE_INVALID if a file or key is missing, a file is loaded both whole and in part, or a name is defined
 *   twice
 * @throws YAML_INVALID, PARAMS_INVALID if a file is malformed
 */
export async function loadVars(context: Context, vars: readonly YamlValue[], source: VarsSource): Promise<void> {
  for (const [index, item] of vars.entries()) {
    if (typeof item === "string") await loadItem(context, item, source);
    if (!isYamlMap(item)) continue;
    const name = `${source.stage === undefined ? "" : `${source.stage}.`}vars[${index}]`;
    mergeIntoContext(context, dictNode(item, { source: name, path: [] }, source.place), source.place);
  }
}

async function loadItem(context: Context, item: string, source: VarsSource): Promise<void> {
  const { place } = source;
  const colon = item.indexOf(":");
  const name = colon < 0 ? item : item.slice(0, colon);
  const keys =
    colon < 0
      ? []
      : item
          .slice(colon + 1)
          .split(",")
          .filter(Boolean);
  const path = pathFrom(source.folder, name);
  const loaded = context.imports.get(path);
  if (loaded === "all" && keys.length === 0) return;
  const problem = reloadProblem(loaded, item, keys);
  if (problem !== undefined) throw templateError(place, problem);
  const text = await source.readFile(path);
  if (text === undefined) throw templateError(place, `'${path}' does not exist`);
  loadFile(context, { path, text, keys }, place);
}

function reloadProblem(
  loaded: readonly string[] | "all" | undefined,
  item: string,
  keys: readonly string[],
): string | undefined {
  if (loaded === undefined) return undefined;
  if (loaded === "all") return `cannot partially load '${item}' as it is already loaded`;
  const overlaps = keys.length === 0 || keys.some((key) => loaded.includes(key));
  return overlaps ? `cannot load '${item}' as it is partially loaded already` : undefined;
}

interface LoadedFile {
  readonly path: string;
  readonly text: string;
  /** The keys to take; none means all. */
  readonly keys: readonly string[];
}

function loadFile(context: Context, { path, text, keys }: LoadedFile, place: TemplatePlace): void {
  const value = parseParamsFile(text, path);
  if (!isParamsMap(value)) throw templateError(place, `expected a mapping in '${path}'`);
  const taken = keys.length === 0 ? value : selectKeys(value, { path, keys }, place);
  mergeIntoContext(context, dictNode(taken, { source: path, path: [] }, place), place);
  const before = context.imports.get(path);
  context.imports.set(path, keys.length === 0 ? "all" : [...(Array.isArray(before) ? before : []), ...keys]);
}

function selectKeys(
  value: ParamsMap,
  { path, keys }: Pick<LoadedFile, "path" | "keys">,
  place: TemplatePlace,
): ParamsMap {
  const taken = new Map();
  for (const key of keys) {
    if (!value.has(key)) throw templateError(place, `could not find '${key}' in '${path}'`);
    taken.set(key, value.get(key));
  }
  return taken;
}

/** Joins and normalises a path; an absolute one stays so. */
export function pathFrom(folder: string, path: string): string {
  return posix.normalize(path.startsWith("/") ? path : posix.join(folder, path));
}
