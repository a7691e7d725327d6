import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue, yamlFloat } from "../yaml/yaml-value.ts";

/**
 * Turns a mapping into an object, for settings whose form is not known here. Nested mappings become objects and
 * sequences arrays; a float stays a YamlFloat, so that 1.0 does not become 1.
 */
export function plainRecord(map: YamlMap): Readonly<Record<string, unknown>> {
  return Object.fromEntries(map.entries().map(([key, value]) => [String(key), plainValue(value)]));
}

function plainValue(value: YamlValue): unknown {
  if (isYamlMap(value)) return plainRecord(value);
  return isYamlSequence(value) ? value.map(plainValue) : value;
}

/** Turns an object of settings back into a mapping. Functions, symbols and undefined are left out. */
export function yamlRecord(record: Readonly<Record<string, unknown>>): YamlMap {
  const map = new Map<YamlValue, YamlValue>();
  for (const [key, value] of Object.entries(record)) {
    const item = yamlOf(value);
    if (item !== undefined) map.set(key, item);
  }
  return map;
}

function yamlOf(value: unknown): YamlValue | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value;
    case "number":
      return Number.isInteger(value) ? value : yamlFloat(value);
    case "object":
      return value === null ? null : yamlOfObject(value);
    default:
      return undefined;
  }
}

function yamlOfObject(value: object): YamlValue {
  if (Array.isArray(value)) return value.map(yamlOf).filter((item) => item !== undefined);
  if ("kind" in value && value.kind === "float" && "value" in value && typeof value.value === "number") {
    return yamlFloat(value.value);
  }
  if ("kind" in value && value.kind === "timestamp" && "text" in value && typeof value.text === "string") {
    return { kind: "timestamp", text: value.text };
  }
  return yamlRecord({ ...value });
}
