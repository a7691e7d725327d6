import { LodeError } from "../../base/lode-error.ts";
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

/** Returns the configuration with an option set; sections that are missing are added. */
export function setOption(config: ConfigFile, path: OptionPath, value: ConfigValue): ConfigFile {
  const [name, ...rest] = path;
  if (name === undefined) return config;
  const inner = rest.length === 0 ? value : setOption(sectionOf(config, name), rest, value);
  return new Map<string, ConfigValue>([...config, [name, inner]]);
}

/**
 * Returns the configuration without an option. The section stays, if only empty.
 *
 * @throws CONFIG_OPTION_MISSING if it is not there
 */
export function unsetOption(config: ConfigFile, path: OptionPath): ConfigFile {
  requireOption(config, path);
  return withoutOption(config, path);
}

/**
 * Returns the value of an option.
 *
 * @throws CONFIG_OPTION_MISSING if the section or the option is not there
 */
export function requireOption(config: ConfigFile, path: OptionPath): ConfigValue {
  const value = getOption(config, path);
  if (value !== undefined) return value;
  const option = formatOptionPath(path);
  throw new LodeError("CONFIG_OPTION_MISSING", `Cannot find the option '${option}': it is not set`, {
    details: { option },
  });
}

function withoutOption(config: ConfigFile, path: OptionPath): ConfigFile {
  const [name, ...rest] = path;
  const value = name === undefined ? undefined : config.get(name);
  if (name === undefined || value === undefined) return config;
  const copy = new Map<string, ConfigValue>(config);
  if (rest.length === 0) copy.delete(name);
  else if (isConfigSection(value)) copy.set(name, withoutOption(value, rest));
  return copy;
}

/** What addRemote adds, and how. */
export interface NewRemote {
  readonly name: string;
  readonly url: string;
  /** Whether the remote becomes the default. Default: false. */
  readonly makeDefault?: boolean;
  /** Whether a remote of this name is replaced, all its options lost. Default: false. */
  readonly force?: boolean;
}

/**
 * Returns the configuration with a new remote.
 *
 * @throws REMOTE_EXISTS if the file has a remote of this name and `force` is not set
 */
export function addRemote(
  config: ConfigFile,
  { name, url, makeDefault = false, force = false }: NewRemote,
): ConfigFile {
  if (getOption(config, ["remote", name]) !== undefined && !force) {
    throw new LodeError("REMOTE_EXISTS", `Cannot add the remote '${name}': it already exists`, {
      hint: "Use -f or --force to overwrite it.",
      details: { remote: name },
    });
  }
  const added = setOption(config, ["remote", name], new Map([["url", url]]));
  return makeDefault ? setOption(added, ["core", "remote"], name) : added;
}

/**
 * Returns the configuration without a remote. It may still be the default: see replaceDefaultRemote.
 *
 * @throws REMOTE_MISSING if the file has no such remote
 */
export function removeRemote(config: ConfigFile, name: string): ConfigFile {
  requireRemote(config, name);
  return withoutOption(config, ["remote", name]);
}

/**
 * Returns the configuration with a remote under another name, moved to the end, and the default following it.
 *
 * @param newName is kept as it is typed, though it is in lower case when the file is read again
 * @throws REMOTE_MISSING if the file has no such remote
 */
export function renameRemote(config: ConfigFile, name: string, newName: string): ConfigFile {
  const remote = requireRemote(config, name);
  const renamed = setOption(withoutOption(config, ["remote", name]), ["remote", newName], remote);
  return replaceDefaultRemote(renamed, name, newName);
}

/** Returns the configuration with another default remote, or none, if `name` is the default; else the same object. */
export function replaceDefaultRemote(config: ConfigFile, name: string, newName: string | undefined): ConfigFile {
  const path = ["core", "remote"];
  if (getOption(config, path) !== name) return config;
  return newName === undefined ? withoutOption(config, path) : setOption(config, path, newName);
}

/** One option of a remote; without a value it is to be removed. */
export interface RemoteOption {
  readonly name: string;
  readonly option: string;
  readonly value?: string | undefined;
}

/**
 * Returns the configuration with an option of a remote set, or removed if it is there. The remote may be one of a lower
 * level; then the file gets a section for it, even if there is nothing to remove.
 *
 * @param lower the merged levels below the file
 * @throws REMOTE_MISSING if neither has such a remote
 */
export function modifyRemote(config: ConfigFile, lower: ConfigFile, { name, option, value }: RemoteOption): ConfigFile {
  requireRemote(mergeConfigs([lower, config]), name);
  const section = getOption(config, ["remote", name]) ?? new Map<string, ConfigValue>();
  const present = setOption(config, ["remote", name], section);
  const path = ["remote", name, option];
  return value === undefined ? withoutOption(present, path) : setOption(present, path, value);
}

/**
 * Returns the configuration with a default remote.
 *
 * @param lower the merged levels below the file
 * @throws REMOTE_MISSING if neither has such a remote
 */
export function setDefaultRemote(config: ConfigFile, lower: ConfigFile, name: string): ConfigFile {
  requireRemote(mergeConfigs([lower, config]), name);
  return setOption(config, ["core", "remote"], name);
}

/**
 * Returns the section of a remote.
 *
 * @throws REMOTE_MISSING if there is no such remote
 */
export function requireRemote(config: ConfigFile, name: string): ConfigSection {
  const remote = getOption(config, ["remote", name]);
  if (isConfigSection(remote)) return remote;
  throw remoteMissing(name);
}

/** Makes the error for a remote that is not configured. */
export function remoteMissing(name: string): LodeError {
  return new LodeError("REMOTE_MISSING", `Cannot use the remote '${name}': it does not exist`, {
    hint: "Run 'lode remote list' to see which remotes there are.",
    details: { remote: name },
  });
}
