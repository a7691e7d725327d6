import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { formatOptionPath } from "./config-error.ts";
import {
  type ConfigFile,
  type ConfigSection,
  type ConfigValue,
  isConfigSection,
  NAMED_SECTIONS,
  type OptionPath,
} from "./config-file.ts";
import { parseConfig } from "./parse-config.ts";
import { type IniSection, type IniValue, isIniSection, parseIni } from "./parse-ini.ts";
import { quoteIni } from "./quote-ini.ts";

/**
 * Writes a configuration file as DVC does, to the byte: ordinary sections that are not empty, then every remote,
 * machine and db; options indented by four blanks; no comments and no blank lines. An empty configuration is one line
 * end. Encode the result as UTF-8 (DVC itself fails on anything but ASCII).
 *
 * The text is read back before it is returned, since DVC's format has values and names that it writes but cannot read.
 *
 * References `%(name)s` are written as they are: see checkInterpolation.
 *
 * @throws CONFIG_INVALID if a value or a name would not be read back
 */
export function printConfig(config: ConfigFile): string {
  const packed = packNamed(config);
  const lines = printSection(packed, { depth: 0, path: [] });
  const text = lines.length === 0 ? "\n" : `${lines.join("\n")}\n`;
  refuseOtherReading(packed, readBack(text), []);
  return text;
}

function readBack(text: string): IniSection {
  try {
    return parseIni(text, "new configuration");
  } catch (cause) {
    if (!isLodeError(cause, "CONFIG_INVALID")) throw cause;
    throw new LodeError("CONFIG_INVALID", "Cannot write the configuration: the format cannot hold a value or a name", {
      cause,
    });
  }
}

/**
 * Makes sure that every `%(name)s` of a configuration can be resolved. To be called before a value is saved: a file
 * with one that cannot stops every command of DVC, also those that would repair it.
 *
 * @param fileName for messages
 * @throws CONFIG_INVALID with the option
 */
export function checkInterpolation(config: ConfigFile, fileName: string): void {
  parseConfig(printConfig(config), fileName);
}

/** Turns `remote` → `store` into `remote "store"` and puts these sections last. */
function packNamed(config: ConfigFile): ConfigSection {
  const packed = new Map<string, ConfigValue>();
  const isNamed = (name: string) => NAMED_SECTIONS.some((kind) => kind === name);
  for (const [name, value] of config) if (!isNamed(name) && !isEmpty(value)) packed.set(name, value);
  for (const kind of NAMED_SECTIONS) {
    const named = config.get(kind) ?? new Map();
    if (!isConfigSection(named)) throw notWritable([kind]);
    for (const [name, value] of named) packed.set(`${kind} "${name}"`, value);
  }
  return packed;
}

function isEmpty(value: ConfigValue): boolean {
  return isConfigSection(value) ? value.size === 0 : value.length === 0;
}

interface Position {
  readonly depth: number;
  readonly path: OptionPath;
}

/** Options come before the sections in the same section. */
function printSection(section: ConfigSection, { depth, path }: Position): string[] {
  const indent = "    ".repeat(depth);
  const options: string[] = [];
  const sections: string[] = [];
  for (const [name, value] of section) {
    const here = [...path, name];
    const key = quoted(name, here);
    if (isConfigSection(value)) {
      sections.push(`${indent}${"[".repeat(depth + 1)}${key}${"]".repeat(depth + 1)}`);
      sections.push(...printSection(value, { depth: depth + 1, path: here }));
    } else options.push(`${indent}${key} = ${printValue(value, here)}`);
  }
  return [...options, ...sections];
}

function printValue(value: string | readonly string[], path: OptionPath): string {
  if (typeof value === "string") return quoted(value, path, true);
  if (value.length === 0) return ",";
  const items = value.map((item) => quoted(item, path));
  return items.length === 1 ? `${items[0]},` : items.join(", ");
}

function quoted(text: string, path: OptionPath, multiline = false): string {
  const result = quoteIni(text, multiline);
  if (result === undefined) throw notWritable(path);
  return result;
}

function notWritable(path: OptionPath): LodeError {
  const option = formatOptionPath(path);
  return new LodeError("CONFIG_INVALID", `Cannot write the option '${option}': the format of the file cannot hold it`, {
    hint: "Leave out line breaks, mixed quotes and other unusual characters.",
    details: { option },
  });
}

/** Names are compared in lower case, as they will be used. */
function refuseOtherReading(wanted: ConfigSection, read: IniSection, path: OptionPath): void {
  for (const [name, value] of wanted) {
    const here = [...path, name];
    const other = read.entries.get(name);
    if (!isConfigSection(value)) {
      if (!sameValue(value, other)) throw notWritable(here);
    } else if (isIniSection(other)) refuseOtherReading(value, other, here);
    else throw notWritable(here);
  }
}

function sameValue(value: string | readonly string[], other: IniValue | undefined): boolean {
  if (typeof value === "string" || typeof other === "string") return value === other;
  if (other === undefined || isIniSection(other)) return false;
  return value.length === other.length && value.every((item, index) => item === other[index]);
}
