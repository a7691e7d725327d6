import { posix } from "node:path";
import { parseYaml } from "../yaml/parse-yaml.ts";
import type { ParamsValue } from "./params-value.ts";
import { parsePythonJson } from "./parse-python-json.ts";
import { parsePythonParams } from "./parse-python-params.ts";
import { parseTomlParams } from "./parse-toml-params.ts";

/**
 * Reads a file of parameters: JSON, TOML or Python by its suffix, anything else as YAML. What Python counts as false
 * (an empty file, `null`, `[]`, `0`) becomes an empty mapping, as in DVC.
 *
 * @param fileName decides the format; errors name it
 * @throws YAML_INVALID for malformed YAML
 * @throws PARAMS_INVALID for other malformed files
 */
export function parseParamsFile(text: string, fileName: string): ParamsValue {
  const value = parseBySuffix(text, fileName);
  return isFalsy(value) ? new Map() : value;
}

function parseBySuffix(text: string, fileName: string): ParamsValue {
  switch (posix.extname(fileName).toLowerCase()) {
    case ".json":
      return parsePythonJson(text, fileName);
    case ".toml":
      return parseTomlParams(text, fileName);
    case ".py":
      return parsePythonParams(text, fileName);
    default:
      return parseYaml(text, { fileName }).value;
  }
}

function isFalsy(value: ParamsValue): boolean {
  if (typeof value !== "object" || value === null) return !value;
  if ("length" in value) return value.length === 0;
  return "kind" in value && value.kind === "float" && value.value === 0;
}
