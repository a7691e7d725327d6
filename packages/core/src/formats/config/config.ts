import type { ConfigSection } from "./config-file.ts";
import type { OptionValue } from "./option-rules.ts";
import type { RemoteScheme } from "./remote-schemas.ts";

/** A configuration whose every option was checked, with DVC's defaults where nothing is set. */
export interface Config {
  readonly core: CoreConfig;
  readonly cache: CacheConfig;
  /** By name, in the order of the files. */
  readonly remotes: ReadonlyMap<string, RemoteConfig>;
  /** All other options that are set, by section; those without a value and a default are missing. */
  readonly sections: ReadonlyMap<string, Options>;
  /** Sentences about options that have no effect. */
  readonly warnings: readonly string[];
}

/** Checked options by name. */
export type Options = ReadonlyMap<string, OptionValue>;

/** The section `core`. */
export interface CoreConfig {
  /** The default remote; nobody checked that there is one of this name. */
  readonly remote: string | undefined;
  readonly checksumJobs: number | undefined;
  readonly autostage: boolean;
  /** Whether the project does without Git. */
  readonly noScm: boolean;
  readonly hardlinkLock: boolean;
  readonly siteCacheDir: string | undefined;
}

/** The section `cache`. */
export interface CacheConfig {
  /** As in the merged configuration: an absolute path if the paths in it were resolved. */
  readonly dir: string | undefined;
  /** The links to try, in order; undefined if nothing is set. */
  readonly types: readonly string[] | undefined;
  /** Whether what is created is shared with the user's group. */
  readonly sharedWithGroup: boolean;
  readonly slowLinkWarning: boolean;
  readonly verify: boolean;
}

/** One remote. */
export interface RemoteConfig {
  readonly name: string;
  readonly scheme: RemoteScheme;
  readonly url: string;
  readonly jobs: number | undefined;
  readonly checksumJobs: number | undefined;
  readonly versionAware: boolean;
  readonly worktree: boolean;
  readonly verify: boolean;
  /** Every option with its checked value, defaults included; for the scheme `remote`, as the file has them. */
  readonly options: Options;
  /** The options as the file has them. */
  readonly section: ConfigSection;
}

/** Returns an option that is a text; undefined if it is not set or is of another type. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options.get(name);
  return typeof value === "string" ? value : undefined;
}

/** Returns an option that is a number; undefined if it is not set or is of another type. */
export function numberOption(options: Options, name: string): number | undefined {
  const value = options.get(name);
  return typeof value === "number" ? value : undefined;
}

/** Returns an option that is true or false; undefined if it is not set or is of another type. */
export function boolOption(options: Options, name: string): boolean | undefined {
  const value = options.get(name);
  return typeof value === "boolean" ? value : undefined;
}
