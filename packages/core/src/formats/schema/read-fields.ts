import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";

/** Returns a field that is text, or undefined. */
export function textField(map: YamlMap, key: string): string | undefined {
  const value = map.get(key);
  return typeof value === "string" ? value : undefined;
}

/** Returns a field that is text with at least one character, or undefined. */
export function filledTextField(map: YamlMap, key: string): string | undefined {
  return textField(map, key) || undefined;
}

/** Returns a field that is true or false, or undefined. */
export function flagField(map: YamlMap, key: string): boolean | undefined {
  const value = map.get(key);
  return typeof value === "boolean" ? value : undefined;
}

/** Returns a field that Python counts among integers (true is 1), or undefined. Beyond 2^53 it loses digits. */
export function integerField(map: YamlMap, key: string): number | undefined {
  const value = map.get(key);
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"
    ? Number(value)
    : undefined;
}

/** Returns a field that is a mapping, or undefined. */
export function mapField(map: YamlMap, key: string): YamlMap | undefined {
  const value = map.get(key);
  return isYamlMap(value) ? value : undefined;
}

/** Returns a field that is a sequence; nothing if it is missing. */
export function listField(map: YamlMap, key: string): readonly YamlValue[] {
  const value = map.get(key);
  return isYamlSequence(value) ? value : [];
}

/** Says whether Python counts a value as true: not null, false, zero, or empty. */
export function isTruthy(value: YamlValue | undefined): value is YamlValue {
  if (isYamlMap(value)) return value.size > 0;
  if (isYamlSequence(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return value.kind !== "float" || value.value !== 0;
  return Boolean(value);
}
