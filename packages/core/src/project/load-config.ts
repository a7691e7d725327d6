import { join } from "node:path";
import type { FileTree } from "../base/file-tree.ts";
import type { Config } from "../formats/config/config.ts";
import type { ConfigFile } from "../formats/config/config-file.ts";
import { resolveConfigPaths } from "../formats/config/config-paths.ts";
import { decodeConfig } from "../formats/config/parse-config.ts";
import { type ConfigLevel, validateConfig } from "../formats/config/validate-config.ts";
import type { FlagStyle } from "../formats/template/template-text.ts";
import { readBytesIfExists } from "../fs/read-text-if-exists.ts";
import type { ProjectContext } from "./project-context.ts";

/** Where the levels of a project's configuration come from. */
export interface ConfigSources {
  /** Holds `.dvc/config`; undefined outside of a project. */
  readonly tree: FileTree | undefined;
  /** Absolute path of the project's root: relative paths in its configuration start in its `.dvc` folder. */
  readonly rootDir: string;
  /** Whether `.dvc/config.local` on this machine counts. */
  readonly local: boolean;
  /** A configuration laid over all levels, lowest first; relative paths in it are left alone. */
  readonly overlays?: readonly ConfigLevel[];
}

/**
 * Reads and merges the configuration of all levels: system, global, the project's, local, each over the one before.
 *
 * @throws CONFIG_INVALID with file and option
 */
export async function loadConfig(context: ProjectContext, sources: ConfigSources): Promise<Config> {
  const { tree, rootDir, local } = sources;
  const dvcDir = join(rootDir, ".dvc");
  const files = [
    diskLevel(context, context.systemConfigDir, "config"),
    diskLevel(context, context.globalConfigDir, "config"),
    level(context, dvcDir, { fileName: ".dvc/config", bytes: await tree?.readBytes(".dvc/config") }),
    local ? diskLevel(context, dvcDir, "config.local") : undefined,
  ];
  return validateConfig([...files.filter((file) => file !== undefined), ...(sources.overlays ?? [])]);
}

function diskLevel(context: ProjectContext, configDir: string, name: string): ConfigLevel | undefined {
  const fileName = join(configDir, name);
  return level(context, configDir, { fileName, bytes: readBytesIfExists(fileName) });
}

function level(
  { homeDir }: ProjectContext,
  configDir: string,
  file: { readonly fileName: string; readonly bytes: Buffer | undefined },
): ConfigLevel | undefined {
  if (file.bytes === undefined) return undefined;
  const config: ConfigFile = decodeConfig(file.bytes, file.fileName);
  return { fileName: file.fileName, config: resolveConfigPaths(config, { configDir, homeDir }) };
}

/** How templating writes mappings as flags: the `parsing` section. */
export function flagStyle({ sections }: Config): FlagStyle {
  const parsing = sections.get("parsing");
  const bool = parsing?.get("bool");
  const list = parsing?.get("list");
  return { ...(typeof bool === "string" && { bool }), ...(typeof list === "string" && { list }) };
}
