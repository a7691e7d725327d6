import type { YamlFloat, YamlTimestamp, YamlValue } from "../yaml/yaml-value.ts";

/** A value of a parameter file: what YAML can say, and a few types that only Python files have. */
export type ParamsValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | YamlFloat
  | YamlTimestamp
  | PythonOnly
  | readonly ParamsValue[]
  | ParamsMap;

/** A mapping in the order of the file. */
export type ParamsMap = ReadonlyMap<YamlValue, ParamsValue>;

/** A value whose type only Python has. */
export interface PythonOnly {
  readonly kind: "python";
  readonly type: "tuple" | "set" | "bytes" | "complex";
  /** The items of a tuple or set. */
  readonly items: readonly ParamsValue[];
}

/** Says whether a value is a mapping. */
export function isParamsMap(value: ParamsValue | undefined): value is ParamsMap {
  return value instanceof Map;
}

/** Says whether a value is a list; a tuple is not. */
export function isParamsList(value: ParamsValue | undefined): value is readonly ParamsValue[] {
  return Array.isArray(value);
}
