/**
 * A value of a YAML document, as YAML 1.2 and ruamel.yaml resolve it.
 *
 * - `number` is an integer within the safe range, `bigint` an integer beyond it; floats are `YamlFloat`, so that `1`
 *   and `1.0` stay apart.
 * - Mappings are Maps, so that keys keep their order (integer-like ones too) and their type.
 */
export type YamlValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | YamlFloat
  | YamlTimestamp
  | readonly YamlValue[]
  | YamlMap;

/** A mapping in the order of the file, or in the order of writing. */
export type YamlMap = ReadonlyMap<YamlValue, YamlValue>;

/** A floating-point number, infinities and NaN included. */
export interface YamlFloat {
  readonly kind: "float";
  readonly value: number;
}

/** A date or a time. */
export interface YamlTimestamp {
  readonly kind: "timestamp";
  /** ISO text as ruamel.yaml prints it, such as `2024-01-01` or `2024-01-01T10:00:00Z`. */
  readonly text: string;
}

/** Wraps a floating-point number. */
export function yamlFloat(value: number): YamlFloat {
  return { kind: "float", value };
}

/** Makes a mapping of an object's fields, in their order, leaving out those that are undefined. */
export function yamlMap(fields: Readonly<Record<string, YamlValue | undefined>>): YamlMap {
  const map = new Map<YamlValue, YamlValue>();
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) map.set(key, value);
  }
  return map;
}

/** Says whether a value is a mapping. */
export function isYamlMap(value: YamlValue | undefined): value is YamlMap {
  return value instanceof Map;
}

/** Says whether a value is a sequence. */
export function isYamlSequence(value: YamlValue | undefined): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** Says whether a value is a floating-point number. */
export function isYamlFloat(value: YamlValue | undefined): value is YamlFloat {
  return isRecordOfKind(value, "float");
}

/** Says whether a value is a date or a time. */
export function isYamlTimestamp(value: YamlValue | undefined): value is YamlTimestamp {
  return isRecordOfKind(value, "timestamp");
}

function isRecordOfKind(value: YamlValue | undefined, kind: string): boolean {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}
