import { dirname } from "node:path";
import type { ConfigFile } from "../formats/config/config-file.ts";
import { normalizeConfigPaths, resolveConfigPaths } from "../formats/config/config-paths.ts";
import { mergeConfigs } from "../formats/config/merge-configs.ts";
import { decodeConfig, type ParseConfigOptions } from "../formats/config/parse-config.ts";
import { checkInterpolation, printConfig } from "../formats/config/print-config.ts";
import { type ConfigLevel, validateConfig } from "../formats/config/validate-config.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { realPath } from "../fs/lstat-path.ts";
import { readBytesIfExists } from "../fs/read-text-if-exists.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";
import { availableLevels, type ConfigLevelName, type ConfigPlaces, configLevelFile } from "./config-places.ts";

/**
 * Reads the configuration of one level, unchecked; empty if there is no file. Paths are absolute, and what a value
 * refers to in vain stays in it, so that a command that repairs the file can work.
 *
 * @throws CONFIG_INVALID if it is not in the format
 * @throws CONFIG_NO_PROJECT
 */
export function readConfigLevel(places: ConfigPlaces, level: ConfigLevelName): ConfigFile {
  return readLevel(places, level, { unresolved: "keep" }).config;
}

/**
 * Reads and merges the configuration of the levels below one, or of all, unchecked. Paths are absolute.
 *
 * @throws CONFIG_INVALID if a file is not in the format
 */
export function readMergedConfig(places: ConfigPlaces, below?: ConfigLevelName): ConfigFile {
  return mergeConfigs(levelsBelow(places, below).map((level) => readConfigLevel(places, level)));
}

/**
 * Changes the file of one level. It is written as a whole, so comments are lost; other levels have to fit.
 *
 * 1. The result is checked together with the levels below; nothing is written if that fails.
 * 2. After writing, it is checked together with all levels, as the next command would do.
 *
 * @param change gets the level with its paths as they will be saved, and the merged levels below with absolute paths
 * @throws CONFIG_INVALID, CONFIG_NO_PROJECT, and what `change` throws
 */
export function editConfigLevel(
  places: ConfigPlaces,
  level: ConfigLevelName,
  change: (config: ConfigFile, lower: ConfigFile) => ConfigFile,
): void {
  const file = configLevelFile(places, level);
  const lower = levelsBelow(places, level).map((name) => readLevel(places, name, { unresolved: "keep" }));
  const raw = decodeFile(file.path, file.displayName, { unresolved: "keep" });
  const current = normalizeConfigPaths(raw, file.dirs);
  const changed = change(current, mergeConfigs(lower.map(({ config }) => config)));
  checkInterpolation(changed, file.displayName);
  validateConfig([...lower, { fileName: file.displayName, config: changed }]);
  // A link to a file elsewhere stays a link.
  const target = realPath(file.path) ?? file.path;
  ensureDir(dirname(target));
  writeFileAtomic(target, printConfig(changed));
  checkAllLevels(places);
}

/**
 * Checks the configuration of all levels together.
 *
 * @throws CONFIG_INVALID
 */
export function checkAllLevels(places: ConfigPlaces): void {
  validateConfig(availableLevels(places).map((level) => readLevel(places, level, {})));
}

function readLevel(places: ConfigPlaces, level: ConfigLevelName, options: ParseConfigOptions): ConfigLevel {
  const { path, displayName, dirs } = configLevelFile(places, level);
  const config = decodeFile(path, displayName, options);
  return { fileName: displayName, config: resolveConfigPaths(config, dirs) };
}

function decodeFile(path: string, displayName: string, options: ParseConfigOptions): ConfigFile {
  return decodeConfig(readBytesIfExists(path) ?? new Uint8Array(), displayName, options);
}

function levelsBelow(places: ConfigPlaces, level: ConfigLevelName | undefined): readonly ConfigLevelName[] {
  const levels = availableLevels(places);
  const end = level === undefined ? -1 : levels.indexOf(level);
  return end < 0 ? levels : levels.slice(0, end);
}
