import { getOption } from "../../formats/config/config-file.ts";
import { setDefaultRemote as setInConfig, unsetOption } from "../../formats/config/edit-config.ts";
import { editConfigLevel, readConfigLevel, readMergedConfig } from "../../project/config-levels.ts";
import type { ConfigLevelName, ConfigPlaces } from "../../project/config-places.ts";

const path = ["core", "remote"];

/**
 * Returns the name of the default remote of one level, or of all merged; undefined if there is none. Nobody checks that
 * there is a remote of this name.
 */
export function defaultRemote(places: ConfigPlaces, level?: ConfigLevelName): string | undefined {
  const config = level === undefined ? readMergedConfig(places) : readConfigLevel(places, level);
  const name = getOption(config, path);
  return typeof name === "string" ? name : undefined;
}

/**
 * Makes a remote the default at one level.
 *
 * @param name in lower case; `undefined` takes the default away, if there is one
 * @param level default: `project`, and then the remote may be one of a higher level too
 * @throws REMOTE_MISSING if neither this nor a lower level has the remote
 */
export function setDefaultRemote(places: ConfigPlaces, name: string | undefined, level?: ConfigLevelName): void {
  editConfigLevel(places, level ?? "project", (config, lower) => {
    if (name !== undefined) return setInConfig(config, level === undefined ? readMergedConfig(places) : lower, name);
    return getOption(config, path) === undefined ? config : unsetOption(config, path);
  });
}
