import type { ConfigLevelName } from "@lode/core";
import type { ArgumentValues } from "./argument-spec.ts";
import { flag } from "./options.ts";

/** The options that choose one place of configuration. */
export const configLevelArguments = {
  global: flag({ help: "Use the configuration of this user" }),
  system: flag({ help: "Use the configuration of this machine" }),
  project: flag({ help: "Use the configuration of the project (.dvc/config)" }),
  local: flag({ help: "Use the private configuration of this checkout (.dvc/config.local)" }),
};

/** They exclude one another. */
export const exclusiveConfigLevels = [["global", "system", "project", "local"]] as const;

/** The level that was chosen, if one was. */
export function chosenConfigLevel(args: ArgumentValues<typeof configLevelArguments>): ConfigLevelName | undefined {
  return (["global", "system", "project", "local"] as const).find((level) => args[level]);
}
