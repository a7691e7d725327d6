import { pythonStringRepr } from "../python/string-repr.ts";
import { type ConfigSection, type ConfigValue, isConfigSection } from "./config-file.ts";

/** One option as `config --list` shows it. */
export interface ListedOption {
  /** The section, for remotes and such the name, and the option, with dots between. */
  readonly name: string;
  readonly value: string;
}

/** Lists all options of a configuration in the order of DVC: remotes, machines and dbs first, then the other sections. */
export function listOptions(config: ConfigSection, prefix = ""): ListedOption[] {
  return [...config].flatMap(([key, value]) => {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    return isConfigSection(value) ? listOptions(value, name) : [{ name, value: formatConfigValue(value) }];
  });
}

/** Writes a value as DVC shows it: a list in Python's form, `['reflink', 'copy']`. */
export function formatConfigValue(value: Exclude<ConfigValue, ConfigSection>): string {
  return typeof value === "string" ? value : `[${value.map(pythonStringRepr).join(", ")}]`;
}
