import { getOption, isConfigSection, sectionOf } from "../../formats/config/config-file.ts";
import { readConfigLevel, readMergedConfig } from "../../project/config-levels.ts";
import type { ConfigLevelName, ConfigPlaces } from "../../project/config-places.ts";

/** One remote of the configuration. */
export interface ListedRemote {
  readonly name: string;
  /** Paths are absolute; undefined if the level that was asked for has other options of the remote only. */
  readonly url: string | undefined;
  readonly isDefault: boolean;
}

/** Lists the remotes of one level, or of all merged, in the order of the files. */
export function listRemotes(places: ConfigPlaces, level?: ConfigLevelName): readonly ListedRemote[] {
  const config = level === undefined ? readMergedConfig(places) : readConfigLevel(places, level);
  const preset = getOption(config, ["core", "remote"]);
  return [...sectionOf(config, "remote")].map(([name, section]) => {
    const url = isConfigSection(section) ? section.get("url") : undefined;
    return { name, url: typeof url === "string" ? url : undefined, isDefault: name === preset };
  });
}
