import { compareCodePoints } from "../../base/code-point-order.ts";
import { type Check, checkSection, optionError } from "./check-section.ts";
import {
  boolOption,
  type CacheConfig,
  type Config,
  type CoreConfig,
  numberOption,
  type Options,
  textOption,
} from "./config.ts";
import { formatOptionPath } from "./config-error.ts";
import {
  type ConfigFile,
  type ConfigSection,
  type ConfigValue,
  getOption,
  isConfigSection,
  type OptionPath,
  sectionOf,
} from "./config-file.ts";
import { mergeConfigs } from "./merge-configs.ts";
import { dbSchema, machineSchema, sectionSchemas } from "./section-schemas.ts";
import { validateRemote } from "./validate-remote.ts";

/** One configuration file among those that are merged. */
export interface ConfigLevel {
  /** For messages. */
  readonly fileName: string;
  readonly config: ConfigFile;
}

/**
 * Merges configuration files and checks every option.
 *
 * @param levels lowest precedence first
 * @throws CONFIG_INVALID with the file, the option and what is expected
 */
export function validateConfig(levels: readonly ConfigLevel[]): Config {
  const merged = mergeConfigs(levels.map((level) => level.config));
  const check: Check = { fileOf: (path) => fileOf(levels, path) };
  refuseUnknownSections(merged, check);
  const sections = new Map<string, Options>();
  for (const [name, schema] of Object.entries(sectionSchemas)) {
    sections.set(
      name,
      checkSection(merged.get(name), { schema, path: [name], ignoreUnknown: name === "feature" }, check),
    );
  }
  refuseBothHydraSources(merged, check);
  for (const [path, section] of namedSections(merged, "machine", check)) {
    checkSection(section, { schema: machineSchema, path }, check);
  }
  for (const [path, section] of namedSections(merged, "db", check))
    checkSection(section, { schema: dbSchema, path }, check);
  const remotes = namedSections(merged, "remote", check).map(([[, name = ""], section]) => {
    return [name, validateRemote(name, section, check)] as const;
  });
  return {
    core: coreConfig(sections.get("core") ?? new Map()),
    cache: cacheConfig(sections.get("cache") ?? new Map()),
    remotes: new Map(remotes),
    sections,
    warnings: warningsOf(merged),
  };
}

function refuseUnknownSections(merged: ConfigFile, check: Check): void {
  const known = [...Object.keys(sectionSchemas), "remote", "machine", "db"];
  for (const name of merged.keys()) {
    if (!known.includes(name)) throw optionError([name], `unknown section; known are ${known.join(", ")}`, check);
  }
}

function refuseBothHydraSources(merged: ConfigFile, check: Check): void {
  const hydra = sectionOf(merged, "hydra");
  if (hydra.has("config_dir") && hydra.has("config_module")) {
    throw optionError(["hydra", "config_module"], "'hydra.config_dir' is set as well", check);
  }
}

function namedSections(merged: ConfigFile, kind: string, check: Check): [OptionPath, ConfigSection][] {
  const named = merged.get(kind) ?? new Map<string, ConfigValue>();
  if (!isConfigSection(named)) throw optionError([kind], "expected a section", check);
  return [...named].map(([name, section]) => {
    if (!isConfigSection(section)) throw optionError([kind, name], "expected a section", check);
    return [[kind, name], section];
  });
}

/** The file that decides is the highest one that has the option; for what is missing, the one that has its section. */
function fileOf(levels: readonly ConfigLevel[], path: OptionPath): string {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const level = levels.findLast(({ config }) => getOption(config, part) !== undefined);
    if (level !== undefined) return level.fileName;
  }
  return levels.at(-1)?.fileName ?? "configuration";
}

function coreConfig(options: Options): CoreConfig {
  return {
    remote: textOption(options, "remote"),
    checksumJobs: numberOption(options, "checksum_jobs"),
    autostage: boolOption(options, "autostage") ?? false,
    noScm: boolOption(options, "no_scm") ?? false,
    hardlinkLock: boolOption(options, "hardlink_lock") ?? false,
    siteCacheDir: textOption(options, "site_cache_dir"),
  };
}

function cacheConfig(options: Options): CacheConfig {
  const types = options.get("type");
  return {
    dir: textOption(options, "dir"),
    types: typeof types === "object" ? types : undefined,
    sharedWithGroup: options.get("shared") === "group",
    slowLinkWarning: boolOption(options, "slow_link_warning") ?? true,
    verify: boolOption(options, "verify") ?? false,
  };
}

function warningsOf(merged: ConfigFile): string[] {
  const known = Object.keys(sectionSchemas.feature.options);
  const ignored = [...sectionOf(merged, "feature").keys()]
    .filter((name) => !known.includes(name))
    .sort(compareCodePoints);
  if (ignored.length === 0) return [];
  const names = ignored.map((name) => `'${formatOptionPath(["feature", name])}'`).join(", ");
  return [`${names} config option${ignored.length === 1 ? " is" : "s are"} unsupported`];
}
