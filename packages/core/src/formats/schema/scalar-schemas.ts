import { isYamlMap, isYamlSequence, type YamlValue } from "../yaml/yaml-value.ts";
import { accepted, refused, type Schema } from "./schema.ts";

/** Accepts anything. */
export const anything: Schema = () => accepted;

/** Accepts text. */
export const text: Schema = expect("expected str", (value) => typeof value === "string");

/** Accepts true and false. */
export const flag: Schema = expect("expected bool", (value) => typeof value === "boolean");

/** Accepts integers; also booleans, which Python counts among them. */
export const integer: Schema = expect("expected int", isPythonInt);

/** Accepts null only. */
export const nothing: Schema = expect("not a valid value", (value) => value === null);

/** Accepts any mapping. */
export const anyMap: Schema = expect("expected dict", isYamlMap);

/** Accepts any sequence. */
export const anyList: Schema = expect("expected list", isYamlSequence);

/** Accepts null, the empty text, and texts or integers of three characters or more. */
export const checksum: Schema = expect("not a valid value", isChecksum);

/** Makes a schema of a message and a condition. */
export function expect(message: string, isRight: (value: YamlValue) => boolean): Schema {
  return (value, path) => (isRight(value) ? accepted : refused(message, path));
}

function isPythonInt(value: YamlValue): boolean {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}

function isChecksum(value: YamlValue): boolean {
  if (value === null || value === "") return true;
  return (typeof value === "string" || isPythonInt(value)) && [...String(value)].length >= 3;
}
