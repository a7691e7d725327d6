import type { Config } from "../formats/config/config.ts";
import { DiskTree } from "../fs/disk-tree.ts";
import { projectRootAround } from "./find-root.ts";
import { loadConfig } from "./load-config.ts";
import type { ProjectContext } from "./project-context.ts";

/**
 * Loads the configuration that holds in a folder: with that of the project around, if there is one.
 *
 * @throws CONFIG_INVALID
 */
export async function loadConfigAround(context: ProjectContext): Promise<Config> {
  const root = await projectRootAround(context.cwd);
  const tree = root === undefined ? undefined : new DiskTree(root);
  return loadConfig(context, { tree, rootDir: root ?? context.cwd, local: root !== undefined });
}
