import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue } from "../yaml-value.ts";
import { keyIdentity } from "./key-identity.ts";

/**
 * Compares two values as Python does, in which the order of keys does not count and `1`, `1.0` and `true` are equal,
 * and takes texts for equal that differ in blanks only: ruamel.yaml loses some of them where it folds long lines.
 */
export function isEquivalent(a: YamlValue, b: YamlValue): boolean {
  if (isYamlMap(a)) return isYamlMap(b) && isEquivalentMap(a, b);
  if (!isYamlSequence(a)) return !isYamlSequence(b) && !isYamlMap(b) && identity(a) === identity(b);
  return isYamlSequence(b) && a.length === b.length && a.every((item, i) => isEquivalent(item, b[i] ?? null));
}

function isEquivalentMap(a: YamlMap, b: YamlMap): boolean {
  if (a.size !== b.size) return false;
  const others = new Map([...b].map(([key, value]) => [identity(key), value]));
  return [...a].every(([key, value]) => {
    const other = others.get(identity(key));
    return other !== undefined && isEquivalent(value, other);
  });
}

function identity(value: YamlValue): string {
  return keyIdentity(typeof value === "string" ? value.replace(/[\s\x85]+/g, " ") : value);
}
