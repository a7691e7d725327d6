import { type ConfigFile, type ConfigSection, type ConfigValue, isConfigSection } from "./config-file.ts";

/** Merges configuration files, lowest precedence first: sections are merged, options and lists replace earlier ones. */
export function mergeConfigs(configs: readonly ConfigFile[]): ConfigFile {
  return configs.reduce<ConfigSection>(mergeSections, new Map());
}

function mergeSections(lower: ConfigSection, upper: ConfigSection): ConfigSection {
  const merged = new Map<string, ConfigValue>(lower);
  for (const [name, value] of upper) {
    const below = merged.get(name);
    merged.set(name, isConfigSection(value) && isConfigSection(below) ? mergeSections(below, value) : value);
  }
  return merged;
}
