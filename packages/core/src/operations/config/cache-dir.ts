import { join } from "node:path";
import { getOption } from "../../formats/config/config-file.ts";
import { requireOption } from "../../formats/config/edit-config.ts";
import { readConfigLevel, readMergedConfig } from "../../project/config-levels.ts";
import type { ConfigLevelName, ConfigPlaces } from "../../project/config-places.ts";
import { DVC_DIR } from "../../project/find-root.ts";

const path = ["cache", "dir"];

/**
 * Returns the folder of the cache: what one level says, or all merged, or else the project's own `.dvc/cache`.
 *
 * @returns absolute
 * @throws CONFIG_OPTION_MISSING if the given level does not say, or nothing says outside of projects
 */
export function cacheDir(places: ConfigPlaces, level?: ConfigLevelName): string {
  const config = level === undefined ? readMergedConfig(places) : readConfigLevel(places, level);
  const set = getOption(config, path);
  if (typeof set === "string") return set;
  if (level !== undefined || places.root === undefined) return String(requireOption(config, path));
  return join(places.root, DVC_DIR, "cache");
}
