import { isYamlFloat, isYamlMap, isYamlSequence, isYamlTimestamp, type YamlValue } from "../yaml-value.ts";

/**
 * A text that two keys share exactly if Python takes them for the same key: `1`, `1.0` and `true` are one, `1` and
 * `"1"` are two.
 */
export function keyIdentity(key: YamlValue): string {
  if (typeof key === "string") return `s${key}`;
  if (key === null) return "z";
  if (typeof key === "boolean") return key ? "n1" : "n0";
  if (isYamlFloat(key)) return `n${Object.is(key.value, -0) ? 0 : wholeText(key.value)}`;
  if (isYamlTimestamp(key)) return `t${key.text}`;
  if (isYamlSequence(key)) return `l${JSON.stringify(key.map(keyIdentity))}`;
  if (isYamlMap(key)) return `m${JSON.stringify([...key].map(([k, v]) => [keyIdentity(k), keyIdentity(v)]))}`;
  return `n${key}`;
}

/** Writes a whole number without exponent, as integers are. */
function wholeText(value: number): string {
  return Number.isInteger(value) ? String(BigInt(value)) : String(value);
}
