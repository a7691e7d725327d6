import type { YamlValue } from "../yaml/yaml-value.ts";
import { isParamsList, isParamsMap, type ParamsValue } from "./params-value.ts";

/**
 * Finds the value of a parameter by its dotted key, such as `train.lr` or `layers.0`; undefined if it is not there. Keys
 * that are numbers are found by their text.
 */
export function lookUpParam(values: ParamsValue, key: string): ParamsValue | undefined {
  let found: ParamsValue | undefined = values;
  for (const part of key.split(".")) {
    if (isParamsMap(found)) found = memberOf(found, part);
    else found = isParamsList(found) && /^\d+$/.test(part) ? found[Number(part)] : undefined;
    if (found === undefined) return undefined;
  }
  return found;
}

function memberOf(map: ReadonlyMap<YamlValue, ParamsValue>, part: string): ParamsValue | undefined {
  const found = map.get(part);
  if (found !== undefined) return found;
  for (const [key, value] of map) {
    if (typeof key !== "string" && keyText(key) === part) return value;
  }
  return undefined;
}

function keyText(key: YamlValue): string | undefined {
  return typeof key === "number" || typeof key === "bigint" ? String(key) : undefined;
}
