import { isAbsolute, join, relative, resolve, sep } from "node:path";
import {
  type ConfigFile,
  type ConfigSection,
  type ConfigValue,
  isConfigSection,
  type OptionPath,
  sectionOf,
} from "./config-file.ts";

/** What relative paths and `~` in a configuration file stand for. */
export interface ConfigDirs {
  /** The absolute path of the directory of the configuration file. */
  readonly configDir: string;
  /** The absolute path of the user's home; without it, `~` is an ordinary name. */
  readonly homeDir?: string | undefined;
}

/** Options of every remote that are paths. */
const REMOTE_PATHS: ReadonlySet<string> = new Set([
  "url",
  "credentialpath",
  "configpath",
  "keyfile",
  "cert_path",
  "key_path",
  "gdrive_user_credentials_file",
  "gdrive_service_account_json_file_path",
]);

const MACHINE_PATHS: ReadonlySet<string> = new Set(["startup_script", "setup_script"]);

/** Says whether DVC takes the value of an option for a path; a URL is one that is left alone. */
export function isPathOption(path: OptionPath): boolean {
  const [section, name, option = ""] = path;
  if (path.length === 2) return section === "cache" && name === "dir";
  if (path.length !== 3) return false;
  return section === "remote" ? REMOTE_PATHS.has(option) : section === "machine" && MACHINE_PATHS.has(option);
}

/** Text before `://`; `git+ssh://` and `user@host:path` do not match, and so are relative paths for DVC. */
const URL_START = /^[\p{L}\p{N}_]+:\/\//u;

/**
 * Returns the path that an option stands for: URLs and absolute paths as they are, `~` expanded, others relative to the
 * configuration file.
 */
export function resolveConfigPath(value: string, { configDir, homeDir }: ConfigDirs): string {
  if (URL_START.test(value) || isAbsolute(value)) return value;
  return expandHome(value, homeDir) ?? resolve(configDir, value);
}

/**
 * Returns what to save for a path that a user typed in `cwd`: URLs, absolute paths and `~` as they are, others relative
 * to the configuration file, with `/` between names.
 *
 * @param cwd the absolute path that relative values are relative to
 */
export function relativizeConfigPath(value: string, cwd: string, { configDir, homeDir }: ConfigDirs): string {
  if (URL_START.test(value) || isAbsolute(value) || expandHome(value, homeDir) !== undefined) return value;
  return toPosix(relative(configDir, resolve(cwd, value))) || ".";
}

function expandHome(value: string, homeDir: string | undefined): string | undefined {
  if (homeDir === undefined || !/^~(?:$|[/\\])/.test(value)) return undefined;
  return value === "~" ? homeDir : join(homeDir, value.slice(2));
}

function toPosix(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** Returns the configuration with every path as resolveConfigPath gives it: what `dvc config --list` shows. */
export function resolveConfigPaths(config: ConfigFile, dirs: ConfigDirs): ConfigFile {
  return mapPaths(config, (value) => resolveConfigPath(value, dirs));
}

/** Returns the configuration with every path in the form in which DVC saves it again: `a/../b/` becomes `b`. */
export function normalizeConfigPaths(config: ConfigFile, dirs: ConfigDirs): ConfigFile {
  return mapPaths(config, (value) => relativizeConfigPath(value, dirs.configDir, dirs));
}

function mapPaths(config: ConfigFile, map: (value: string) => string): ConfigFile {
  const mapped = new Map<string, ConfigValue>(config);
  mapped.set("cache", mapOptions(sectionOf(config, "cache"), ["cache"], map));
  for (const kind of ["remote", "machine"]) {
    const named = new Map<string, ConfigValue>(sectionOf(config, kind));
    for (const [name, value] of named) {
      if (isConfigSection(value)) named.set(name, mapOptions(value, [kind, name], map));
    }
    mapped.set(kind, named);
  }
  return mapped;
}

function mapOptions(section: ConfigSection, path: OptionPath, map: (value: string) => string): ConfigSection {
  const mapped = new Map<string, ConfigValue>(section);
  for (const [option, value] of section) {
    if (typeof value === "string" && isPathOption([...path, option])) mapped.set(option, map(value));
  }
  return mapped;
}
