import { type ConfigValue, getOption, type OptionPath } from "../../formats/config/config-file.ts";
import { requireOption, setOption, unsetOption } from "../../formats/config/edit-config.ts";
import { type ListedOption, listOptions } from "../../formats/config/list-options.ts";
import { editConfigLevel, readConfigLevel } from "../../project/config-levels.ts";
import {
  availableLevels,
  type ConfigLevelName,
  type ConfigPlaces,
  configLevelFile,
} from "../../project/config-places.ts";
import { refuseSecret, type SecretRules } from "./refuse-secret.ts";
import { type PathTyping, typedConfigValue } from "./typed-config-value.ts";

/** One option with the level that decides it. */
export interface FoundOption {
  /** A section if the path names one. Paths in it are absolute. */
  readonly value: ConfigValue;
  readonly level: ConfigLevelName;
  /** Relative to the project's root, or absolute for the machine's and the user's file. */
  readonly file: string;
}

/**
 * Finds an option at one level, or at the highest level that has it.
 *
 * @returns undefined if no level is given and none has it
 * @throws CONFIG_OPTION_MISSING if the given level does not have it
 */
export function getConfigOption(
  places: ConfigPlaces,
  path: OptionPath,
  level?: ConfigLevelName,
): FoundOption | undefined {
  if (level !== undefined) {
    const file = configLevelFile(places, level).displayName;
    return { value: requireOption(readConfigLevel(places, level), path), level, file };
  }
  for (const name of [...availableLevels(places)].reverse()) {
    const value = getOption(readConfigLevel(places, name), path);
    if (value !== undefined) return { value, level: name, file: configLevelFile(places, name).displayName };
  }
  return undefined;
}

/** All options of one level. */
export interface LevelOptions {
  readonly level: ConfigLevelName;
  /** Relative to the project's root, or absolute for the machine's and the user's file. */
  readonly file: string;
  readonly options: readonly ListedOption[];
}

/** Lists the options of one level, or of all, lowest precedence first. */
export function listConfigOptions(places: ConfigPlaces, level?: ConfigLevelName): readonly LevelOptions[] {
  const levels = level === undefined ? availableLevels(places) : [level];
  return levels.map((name) => ({
    level: name,
    file: configLevelFile(places, name).displayName,
    options: listOptions(readConfigLevel(places, name)),
  }));
}

/** An option to be set. */
export interface OptionChange extends PathTyping {
  readonly path: OptionPath;
  readonly value: string;
  /** Default: `project`. */
  readonly level?: ConfigLevelName;
}

/**
 * Sets an option. A relative path is taken as relative to `cwd` and saved relative to the file.
 *
 * @throws CONFIG_INVALID if the option does not exist or does not accept the value
 * @throws CONFIG_SECRET if it is a secret in a file that Git shares; nothing is changed then
 */
export function setConfigOption(places: ConfigPlaces, change: OptionChange, rules: SecretRules = {}): void {
  const { path, level = "project" } = change;
  const value = typedConfigValue(change, path, configLevelFile(places, level));
  editConfigLevel(places, level, (config, lower) => {
    const changed = setOption(config, path, value);
    refuseSecret({ path, value, level, config: changed, lower }, rules);
    return changed;
  });
}

/**
 * Removes an option from one level.
 *
 * @param level default: `project`
 * @throws CONFIG_OPTION_MISSING if the level does not have it
 */
export function unsetConfigOption(places: ConfigPlaces, path: OptionPath, level: ConfigLevelName = "project"): void {
  editConfigLevel(places, level, (config) => unsetOption(config, path));
}
