import { isTruthy } from "../schema/read-fields.ts";
import type { YamlMap, YamlValue } from "../yaml/yaml-value.ts";
import type { Fields } from "./state-fields.ts";

/** Makes a mapping of the fields that Python counts as true, in their order. */
export function truthyMap(fields: Fields): YamlMap {
  return new Map(Object.entries(fields).filter((field): field is [string, YamlValue] => isTruthy(field[1])));
}
