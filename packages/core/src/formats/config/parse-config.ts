import { LodeError } from "../../base/lode-error.ts";
import { pythonStrip } from "../python/python-text.ts";
import { CONFIG_SECTIONS, type ConfigFile, type ConfigValue, NAMED_SECTIONS } from "./config-file.ts";
import { type Interpolation, interpolate } from "./interpolate.ts";
import { type IniSection, isIniSection, parseIni } from "./parse-ini.ts";

/** How a configuration file is read. */
export interface ParseConfigOptions {
  /**
   * What becomes of a value with a `%(name)s` that cannot be resolved. Default: `refuse`. With `keep` it stays as it
   * is, so that a command that repairs the file can work.
   */
  readonly unresolved?: "refuse" | "keep";
}

/**
 * Parses a DVC configuration file. References `%(name)s` are resolved, names are in lower case, and where two names
 * differ in case only, the later one replaces the earlier. Nothing is validated but the syntax.
 *
 * @param fileName for messages
 * @throws CONFIG_INVALID with the line or the option
 */
export function parseConfig(text: string, fileName: string, options: ParseConfigOptions = {}): ConfigFile {
  const root = parseIni(text, fileName);
  const plain = plainSection(root, { fileName, keepUnresolved: options.unresolved === "keep" });
  const config = new Map<string, ConfigValue>(NAMED_SECTIONS.map((name) => [name, new Map()]));
  for (const [name, value] of plain) {
    const [, kind, inner] = NAMED.exec(pythonStrip(name)) ?? [];
    if (kind === undefined || inner === undefined) config.set(name, value);
    else addNamed(config, { kind, inner, value, fileName });
  }
  for (const name of CONFIG_SECTIONS) if (!config.has(name)) config.set(name, new Map());
  return config;
}

/**
 * Decodes and parses the bytes of a configuration file.
 *
 * @throws CONFIG_INVALID if they are not UTF-8, or as parseConfig does
 */
export function decodeConfig(bytes: Uint8Array, fileName: string, options: ParseConfigOptions = {}): ConfigFile {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new LodeError(
      "CONFIG_INVALID",
      `Cannot read the configuration ${JSON.stringify(fileName)}: it is not UTF-8`,
      {
        details: { file: fileName },
        cause,
      },
    );
  }
  return parseConfig(text, fileName, options);
}

function plainSection(section: IniSection, options: Interpolation): Map<string, ConfigValue> {
  const plain = new Map<string, ConfigValue>();
  for (const [key, value] of section.entries) {
    const place = { section, key };
    let result: ConfigValue;
    if (typeof value === "string") result = interpolate(value, place, options);
    else if (isIniSection(value)) result = plainSection(value, options);
    else result = value.map((item) => interpolate(item, place, options));
    plain.set(key.toLowerCase(), result);
  }
  return plain;
}

/** The text of a header such as `['remote "store"']`, blanks around it removed. */
const NAMED = /^(remote|machine|db)[\s\x1c-\x1f\x85]*"([^\n]*)"$/;

interface NamedEntry {
  readonly kind: string;
  readonly inner: string;
  readonly value: ConfigValue;
  readonly fileName: string;
}

function addNamed(config: Map<string, ConfigValue>, { kind, inner, value, fileName }: NamedEntry): void {
  const named = config.get(kind);
  if (!(named instanceof Map)) {
    throw new LodeError(
      "CONFIG_INVALID",
      `Cannot read the configuration ${JSON.stringify(fileName)}: '${kind}' is an option and a section`,
      {
        details: { file: fileName, option: kind },
      },
    );
  }
  named.set(inner, value);
}
