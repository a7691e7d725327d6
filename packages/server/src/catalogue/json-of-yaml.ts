import { isYamlFloat, isYamlMap, isYamlSequence, isYamlTimestamp, type YamlValue } from "@lode/core/engine";

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Turns a value of YAML into one of JSON. What JSON has no form for becomes its text: times, integers that are not exact as
 * numbers, infinities, and keys.
 */
export function jsonOfYaml(value: YamlValue): Json {
  if (isYamlMap(value)) {
    return Object.fromEntries(Array.from(value, ([key, item]) => [textOf(key), jsonOfYaml(item)]));
  }
  if (isYamlSequence(value)) return value.map(jsonOfYaml);
  if (isYamlFloat(value)) return Number.isFinite(value.value) ? value.value : String(value.value);
  if (isYamlTimestamp(value)) return value.text;
  return typeof value === "bigint" ? String(value) : value;
}

function textOf(key: YamlValue): string {
  const json = jsonOfYaml(key);
  return typeof json === "string" ? json : JSON.stringify(json);
}
