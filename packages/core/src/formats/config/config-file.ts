/** A value of a configuration file: a text, a list (`type = reflink, copy`), or a section. */
export type ConfigValue = string | readonly string[] | ConfigSection;

/** Options and nested sections by their names in lower case, in the order of the file. */
export interface ConfigSection extends ReadonlyMap<string, ConfigValue> {}

/**
 * One configuration file, or several merged. The sections `remote`, `machine` and `db` hold a section for each name;
 * the others hold options. Every section that DVC knows is present, if only empty.
 */
export type ConfigFile = ConfigSection;

/** Where an option is: `["core", "remote"]`, `["remote", "store", "url"]`. */
export type OptionPath = readonly string[];

/** Says whether a value is a section. */
export function isConfigSection(value: ConfigValue | undefined): value is ConfigSection {
  return value instanceof Map;
}

/** Returns the section with this name, empty if there is none or if it is an option. */
export function sectionOf(parent: ConfigSection, name: string): ConfigSection {
  const value = parent.get(name);
  return isConfigSection(value) ? value : EMPTY;
}

const EMPTY: ConfigSection = new Map();

/** Returns the value at a path. */
export function getOption(config: ConfigFile, path: OptionPath): ConfigValue | undefined {
  let value: ConfigValue | undefined = config;
  for (const name of path) value = isConfigSection(value) ? value.get(name) : undefined;
  return value;
}

/** The sections that DVC knows, in the order in which those that are new to a file are written. */
export const CONFIG_SECTIONS = [
  "core",
  "cache",
  "remote",
  "state",
  "index",
  "machine",
  "feature",
  "plots",
  "exp",
  "parsing",
  "hydra",
  "studio",
  "db",
] as const;

/** The sections that hold a section for each name; they are written after the others, in this order. */
export const NAMED_SECTIONS = ["remote", "machine", "db"] as const;
