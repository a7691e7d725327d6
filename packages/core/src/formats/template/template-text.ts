import { formatPythonFloat } from "../json/python-float.ts";
import { isYamlFloat, isYamlMap, isYamlSequence, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import { type TemplatePlace, templateError } from "./template-place.ts";

/** How a mapping becomes flags of a command: the `parsing` section of DVC's configuration. */
export interface FlagStyle {
  /** `boolean_optional` writes `--no-x` for false; default `store_true` writes nothing. */
  readonly bool?: string;
  /** `append` repeats the flag for each item; default `nargs` gives it once. */
  readonly list?: string;
}

/**
 * Turns a value into the text that stands for it within another text: `true` and `false`, a mapping as flags of a
 * command, anything else as Python's `str` writes it.
 *
 * @throws PIPELINE_INVALID for lists of lists within a mapping
 */
export function templateText(value: YamlValue, style: FlagStyle, place: TemplatePlace): string {
  if (typeof value === "boolean") return String(value);
  return isYamlMap(value) ? flagsText(value, style, place) : pythonText(value);
}

/** Writes a value as Python's `str` does. */
export function pythonText(value: YamlValue): string {
  return typeof value === "string" ? value : pythonRepr(value);
}

function pythonRepr(value: YamlValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return quotedText(value);
  if (isYamlSequence(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  if (isYamlMap(value)) {
    return `{${[...value].map(([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`).join(", ")}}`;
  }
  if (isYamlFloat(value)) return formatPythonFloat(value.value).replace("NaN", "nan").replace("Infinity", "inf");
  return typeof value === "object" ? value.text : String(value);
}

/** Close to Python's `repr`: single quotes unless only double ones avoid escapes; control characters escaped. */
function quotedText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll(/[\0-\x1f\x7f]/g, (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}

function flagsText(map: YamlMap, style: FlagStyle, place: TemplatePlace): string {
  const flags = [...flatten(map, "")].flatMap(([name, value]) => flagTexts({ name, value }, style, place));
  return flags.join(" ").trimEnd();
}

function* flatten(map: YamlMap, prefix: string): Generator<readonly [string, YamlValue]> {
  for (const [key, value] of map) {
    const name = prefix + pythonText(key);
    if (isYamlMap(value)) yield* flatten(value, `${name}.`);
    else yield [name, value];
  }
}

interface Flag {
  readonly name: string;
  readonly value: YamlValue;
}

function flagTexts({ name, value }: Flag, style: FlagStyle, place: TemplatePlace): readonly string[] {
  if (value === true) return [`--${name}`];
  if (value === false) return style.bool === "boolean_optional" ? [`--no-${name}`] : [];
  if (!isYamlSequence(value)) return [`--${name} ${argumentText(value)}`];
  if (value.some((item) => isYamlSequence(item) || isYamlMap(item))) {
    throw templateError(place, `cannot interpolate the nested list in '${name}'`);
  }
  const items = value.map(argumentText);
  if (style.list === "append") return items.map((item) => `--${name} ${item}`);
  return items.length === 0 ? [] : [`--${name} ${items.join(" ")}`];
}

function argumentText(value: YamlValue): string {
  return typeof value === "string" ? shellQuoted(value) : pythonText(value);
}

/** Quotes a text for a POSIX shell as Python's `shlex.quote` does. */
function shellQuoted(text: string): string {
  if (text === "") return "''";
  return /[^\w@%+=:,./-]/.test(text) ? `'${text.replaceAll("'", `'"'"'`)}'` : text;
}
