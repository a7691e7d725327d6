import { dirname, join } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import type { ConfigDirs } from "../formats/config/config-paths.ts";
import { DVC_DIR } from "./find-root.ts";

/**
 * The four places of configuration, lowest precedence first: the machine's, the user's, the project's own
 * (`.dvc/config`, in Git) and the project's private one (`.dvc/config.local`).
 */
export const CONFIG_LEVELS = ["system", "global", "project", "local"] as const;

/** One of the places of configuration. */
export type ConfigLevelName = (typeof CONFIG_LEVELS)[number];

/** Where the configuration outside of projects lies; absolute paths. */
export interface MachineConfigDirs {
  /** What `~` stands for. */
  readonly homeDir: string;
  readonly systemConfigDir: string;
  readonly globalConfigDir: string;
}

/** Where all configuration lies, seen from one folder. */
export interface ConfigPlaces extends MachineConfigDirs {
  /** Absolute; undefined outside of projects. */
  readonly root: string | undefined;
}

/** The file of a level. */
export interface ConfigLevelFile {
  readonly level: ConfigLevelName;
  /** Absolute. */
  readonly path: string;
  /** For messages: relative to the project's root if it is in the project. */
  readonly displayName: string;
  /** What relative paths in the file stand for. */
  readonly dirs: ConfigDirs;
}

/**
 * Names the file of a level.
 *
 * @throws CONFIG_NO_PROJECT for the levels `project` and `local` outside of projects
 */
export function configLevelFile(places: ConfigPlaces, level: ConfigLevelName): ConfigLevelFile {
  const path = filePath(places, level);
  if (path === undefined) {
    throw new LodeError("CONFIG_NO_PROJECT", `Cannot use the configuration of a project: there is none around`, {
      hint: "Change to a project, or use --global or --system",
    });
  }
  const inProject = level === "project" || level === "local";
  return {
    level,
    path,
    displayName: inProject ? `${DVC_DIR}/${fileNames[level]}` : path,
    dirs: { configDir: dirname(path), homeDir: places.homeDir },
  };
}

/** The levels that exist at a place: all in a project, the first two outside. */
export function availableLevels({ root }: ConfigPlaces): readonly ConfigLevelName[] {
  return root === undefined ? ["system", "global"] : CONFIG_LEVELS;
}

const fileNames = { project: "config", local: "config.local" } as const;

function filePath(places: ConfigPlaces, level: ConfigLevelName): string | undefined {
  if (level === "system") return join(places.systemConfigDir, "config");
  if (level === "global") return join(places.globalConfigDir, "config");
  return places.root === undefined ? undefined : join(places.root, DVC_DIR, fileNames[level]);
}
