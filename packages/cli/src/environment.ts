import { homedir, userInfo } from "node:os";
import { join } from "node:path";

/** Everything that the environment of the process says to Lode; the only place that reads its variables. */
export interface Environment {
  readonly homeDir: string;
  /** Folder of the machine's `config` file. */
  readonly systemConfigDir: string;
  /** Folder of the user's `config` file. */
  readonly globalConfigDir: string;
  /** Folder for what Lode keeps for one user and cannot make again: sign-ins. */
  readonly userConfigDir: string;
  /** Folder for what Lode keeps for one user and can make again: clones of sources, compiled code. */
  readonly userCacheDir: string;
  /** Base of what DVC keeps outside projects; undefined: the platform's default, which the configuration may replace. */
  readonly siteCacheDir: string | undefined;
  /** LODE_OFFLINE is set to something other than `0` and `false`: nothing may use the network. */
  readonly offline: boolean;
  /** LODE_REGISTER_IMPORTS is not `0` or `false`: registry servers are told what is imported from them. */
  readonly tellsImports: boolean;
  readonly userName: string;
  /** Absolute path at which this program was started. */
  readonly programPath: string;
  /** For child processes, and for what storage clients look up themselves. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Reads the environment. Pure in its parameters but for the user's home folder and name. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): Environment {
  const homeDir = homedir();
  const folders = platformFolders({ variables, homeDir }, platform);
  return {
    homeDir,
    systemConfigDir: given(variables, "DVC_SYSTEM_CONFIG_DIR") ?? folders.system,
    globalConfigDir: given(variables, "DVC_GLOBAL_CONFIG_DIR") ?? folders.global,
    userConfigDir: join(folders.config, "lode"),
    userCacheDir: join(folders.cache, "lode"),
    siteCacheDir: given(variables, "DVC_SITE_CACHE_DIR"),
    offline: !["0", "false", undefined].includes(given(variables, "LODE_OFFLINE")?.toLowerCase()),
    tellsImports: !["0", "false"].includes(given(variables, "LODE_REGISTER_IMPORTS")?.toLowerCase() ?? ""),
    userName: userName(variables),
    programPath: process.argv[1] ?? process.execPath,
    variables,
  };
}

/** The folder that userCacheDir names, without the rest: for the start of the program. */
export function userCacheDir(variables: Readonly<Record<string, string | undefined>>): string {
  return join(platformFolders({ variables, homeDir: homedir() }, process.platform).cache, "lode");
}

/** A variable that is set to the empty text counts as not set, as in DVC. */
function given(variables: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = variables[name];
  return value === "" ? undefined : value;
}

interface Home {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
}

interface Folders {
  readonly system: string;
  readonly global: string;
  readonly config: string;
  readonly cache: string;
}

function platformFolders(home: Home, platform: NodeJS.Platform): Folders {
  if (platform === "darwin") {
    return {
      system: "/Library/Application Support/dvc",
      global: join(home.homeDir, "Library/Application Support/dvc"),
      config: join(home.homeDir, "Library/Application Support"),
      cache: join(home.homeDir, "Library/Caches"),
    };
  }
  if (platform === "win32") {
    const local = given(home.variables, "LOCALAPPDATA") ?? join(home.homeDir, "AppData/Local");
    return {
      system: join(given(home.variables, "PROGRAMDATA") ?? "C:/ProgramData", "iterative/dvc"),
      global: join(local, "iterative/dvc"),
      config: local,
      cache: local,
    };
  }
  const systemRoots = given(home.variables, "XDG_CONFIG_DIRS") ?? "/etc/xdg";
  const config = given(home.variables, "XDG_CONFIG_HOME") ?? join(home.homeDir, ".config");
  return {
    system: join(systemRoots.split(":")[0] ?? "/etc/xdg", "dvc"),
    global: join(config, "dvc"),
    config,
    cache: given(home.variables, "XDG_CACHE_HOME") ?? join(home.homeDir, ".cache"),
  };
}

function userName(variables: Readonly<Record<string, string | undefined>>): string {
  for (const name of ["LOGNAME", "USER", "LNAME", "USERNAME"]) {
    const value = given(variables, name);
    if (value !== undefined) return value;
  }
  return userInfo().username;
}
