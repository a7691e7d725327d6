import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { LodeError } from "@lode/core";
import { isDirectory, pathExists } from "@lode/core/engine";

/**
 * Asks whether a registry can be kept in a folder that is there, or can be made; nothing is changed.
 *
 * @throws SETTINGS_INVALID
 */
export function tryDataFolder(dataDir: string): void {
  let dir = dataDir;
  while (!pathExists(dir)) dir = dirname(dir);
  if (!isDirectory(dir)) throw unusable(dataDir, `"${dir}" is no folder`);
  try {
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unusable(dataDir, `this user may not write to "${dir}"`, cause);
  }
}

function unusable(dataDir: string, reason: string, cause?: unknown): LodeError {
  return new LodeError("SETTINGS_INVALID", `Cannot keep a registry in "${dataDir}": ${reason}`, {
    hint: "Choose another folder as `data`, or give this one to the user who runs the server.",
    details: { setting: "data", dir: dataDir },
    cause,
  });
}
