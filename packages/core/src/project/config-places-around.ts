import { readConfigLevel } from "./config-levels.ts";
import { availableLevels, type ConfigPlaces, type MachineConfigDirs } from "./config-places.ts";
import { projectRootAround } from "./find-root.ts";

/**
 * Finds the places of configuration around a folder and makes sure that each file can be read, as DVC does before it
 * looks at or changes any of them. Whether the options are valid is not checked. That there is no project is no error.
 *
 * @param cwd absolute
 * @throws CONFIG_INVALID if a file is not in the format
 */
export async function configPlacesAround(cwd: string, dirs: MachineConfigDirs): Promise<ConfigPlaces> {
  const { homeDir, systemConfigDir, globalConfigDir } = dirs;
  const places = { homeDir, systemConfigDir, globalConfigDir, root: await projectRootAround(cwd) };
  for (const level of availableLevels(places)) readConfigLevel(places, level);
  return places;
}
