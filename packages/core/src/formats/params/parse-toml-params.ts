import { parse, TomlDate, TomlError, type TomlValue } from "smol-toml";
import { yamlFloat } from "../yaml/yaml-value.ts";
import { paramsError } from "./params-error.ts";
import type { ParamsValue } from "./params-value.ts";

/**
 * Reads TOML. Keys that look like whole numbers come first, since the library returns objects.
 *
 * @throws PARAMS_INVALID
 */
export function parseTomlParams(text: string, fileName: string): ParamsValue {
  return paramsValue(parseToml(text, fileName));
}

function parseToml(text: string, fileName: string): TomlValue {
  try {
    return parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (error instanceof TomlError) throw paramsError(fileName, "TOML file structure is corrupted", error.line);
    throw error;
  }
}

function paramsValue(value: TomlValue): ParamsValue {
  switch (typeof value) {
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    case "number":
      return yamlFloat(value);
    case "object":
      if (value instanceof TomlDate) return { kind: "timestamp", text: value.toISOString() };
      if (Array.isArray(value)) return value.map(paramsValue);
      return new Map(Object.entries(value).map(([key, item]) => [key, paramsValue(item)]));
    default:
      return value;
  }
}
