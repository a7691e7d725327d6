import { LodeError } from "../../base/lode-error.ts";
import { getOption } from "../../formats/config/config-file.ts";
import {
  addRemote as addToConfig,
  modifyRemote as modifyInConfig,
  removeRemote as removeFromConfig,
  renameRemote as renameInConfig,
  replaceDefaultRemote,
} from "../../formats/config/edit-config.ts";
import { editConfigLevel, readMergedConfig } from "../../project/config-levels.ts";
import {
  CONFIG_LEVELS,
  type ConfigLevelName,
  type ConfigPlaces,
  configLevelFile,
} from "../../project/config-places.ts";
import { refuseSecret, type SecretRules } from "../config/refuse-secret.ts";
import { typedConfigValue } from "../config/typed-config-value.ts";

/** A remote to be added. */
export interface RemoteToAdd {
  /** In lower case. */
  readonly name: string;
  /** A URL, or a path, which is saved relative to the file if it is relative. */
  readonly url: string;
  /** What a relative path is relative to; absolute. */
  readonly cwd: string;
  /** Whether it becomes the default at the same level. Default: false. */
  readonly makeDefault?: boolean;
  /** Whether a remote of this name at the same level is replaced, all its options lost. Default: false. */
  readonly force?: boolean;
  /** Default: `project`. */
  readonly level?: ConfigLevelName;
}

/**
 * Adds a remote.
 *
 * @throws REMOTE_EXISTS, CONFIG_INVALID, CONFIG_NO_PROJECT; CONFIG_SECRET if the URL holds a secret and Git shares the file
 */
export function addRemote(places: ConfigPlaces, remote: RemoteToAdd, rules: SecretRules = {}): void {
  const { name, level = "project", makeDefault = false, force = false } = remote;
  const path = ["remote", name, "url"];
  const url = typedConfigValue({ value: remote.url, cwd: remote.cwd }, path, configLevelFile(places, level));
  editConfigLevel(places, level, (config, lower) => {
    const added = addToConfig(config, { name, url, makeDefault, force });
    refuseSecret({ path, value: url, level, config: added, lower }, rules);
    return added;
  });
}

/** An option of a remote to be set. */
export interface RemoteChange {
  /** In lower case. */
  readonly name: string;
  readonly option: string;
  /** Undefined removes the option, if it is there. */
  readonly value: string | undefined;
  /** What a relative path is relative to; absolute. */
  readonly cwd: string;
  /** Default: `project`. */
  readonly level?: ConfigLevelName;
}

/**
 * Sets or removes an option of a remote. The remote may be one of a lower level.
 *
 * @throws REMOTE_MISSING, CONFIG_INVALID, CONFIG_NO_PROJECT; CONFIG_SECRET if it is a secret and Git shares the file
 */
export function modifyRemote(places: ConfigPlaces, change: RemoteChange, rules: SecretRules = {}): void {
  const { name, option, level = "project", cwd } = change;
  const path = ["remote", name, option];
  const file = configLevelFile(places, level);
  const value = change.value === undefined ? undefined : typedConfigValue({ value: change.value, cwd }, path, file);
  editConfigLevel(places, level, (config, lower) => {
    const modified = modifyInConfig(config, lower, { name, option, value });
    if (value !== undefined) refuseSecret({ path, value, level, config: modified, lower }, rules);
    return modified;
  });
}

/**
 * Removes a remote from one level. Where it is the default, at that level or a higher one, there is none afterwards. The
 * files of all these levels are written anew, as DVC does.
 *
 * @param level default: `project`
 * @throws REMOTE_MISSING, CONFIG_INVALID, CONFIG_NO_PROJECT
 */
export function removeRemote(places: ConfigPlaces, name: string, level: ConfigLevelName = "project"): void {
  editConfigLevel(places, level, (config) => removeFromConfig(config, name));
  for (const other of [...levelsAbove(level), level]) {
    editConfigLevel(places, other, (config) => replaceDefaultRemote(config, name, undefined));
  }
}

/** A remote and the name it is to get. */
export interface RemoteRenaming {
  /** In lower case. */
  readonly name: string;
  /** Saved as it is typed, though names are read in lower case. */
  readonly newName: string;
  /** Default: `project`. */
  readonly level?: ConfigLevelName;
}

/**
 * Renames a remote at one level. The default follows, at that level and higher ones.
 *
 * @throws REMOTE_EXISTS if any level has a remote of the new name
 * @throws REMOTE_MISSING, CONFIG_INVALID, CONFIG_NO_PROJECT
 */
export function renameRemote(places: ConfigPlaces, { name, newName, level = "project" }: RemoteRenaming): void {
  if (getOption(readMergedConfig(places), ["remote", newName]) !== undefined) {
    throw new LodeError("REMOTE_EXISTS", `Cannot rename the remote '${name}' to '${newName}': this name is taken`, {
      details: { remote: newName },
    });
  }
  editConfigLevel(places, level, (config) => renameInConfig(config, name, newName));
  for (const other of levelsAbove(level)) {
    editConfigLevel(places, other, (config) => replaceDefaultRemote(config, name, newName));
  }
}

/**
 * Highest first, as DVC goes through them: those of a project too where there is none, which then ends with
 * CONFIG_NO_PROJECT although the level itself is changed.
 */
function levelsAbove(level: ConfigLevelName): readonly ConfigLevelName[] {
  return CONFIG_LEVELS.slice(CONFIG_LEVELS.indexOf(level) + 1).reverse();
}
