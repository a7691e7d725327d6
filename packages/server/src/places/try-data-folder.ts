import { LodeError } from "@lode/core";
import { folderProblem } from "@lode/core/engine";

/**
 * Asks whether a registry can be kept in a folder that is there, or can be made; nothing is changed.
 *
 * @throws SETTINGS_INVALID
 */
export function tryDataFolder(dataDir: string): void {
  const problem = folderProblem(dataDir);
  if (problem === undefined) return;
  throw new LodeError("SETTINGS_INVALID", `Cannot keep a registry in "${dataDir}": ${problem}`, {
    hint: "Choose another folder as `data`, or give this one to the user who runs the server.",
    details: { setting: "data", dir: dataDir },
  });
}
