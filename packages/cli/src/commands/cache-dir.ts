import { cacheDir, configPlacesAround, setConfigOption, unsetConfigOption } from "@lode/core";
import { chosenConfigLevel, configLevelArguments, exclusiveConfigLevels } from "../arguments/config-level.ts";
import { flag } from "../arguments/options.ts";
import { optionalArgument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";

const path = ["cache", "dir"];

export const command = defineCommand({
  name: "cache dir",
  summary: "Show or set the folder of the cache",
  args: {
    ...configLevelArguments,
    unset: flag({ short: "u", help: "Go back to the folder of a lower level, or to .dvc/cache" }),
    value: optionalArgument({
      help: "The folder; a relative path is relative to the current folder, and saved relative to the configuration",
    }),
  },
  exclusive: exclusiveConfigLevels,
  examples: [
    { line: "lode cache dir", note: "show where the cache is" },
    { line: "lode cache dir --local /mnt/fast/cache", note: "use another disk in this checkout" },
  ],
  isLocal: true,
  failureExitCode: 255,
  async run(args, context) {
    const level = chosenConfigLevel(args);
    const places = await configPlacesAround(context.cwd, context.environment);
    if (args.unset) unsetConfigOption(places, path, level);
    else if (args.value === undefined) return { dir: cacheDir(places, level) };
    else {
      const change = { path, value: args.value, cwd: context.cwd, ...withoutUndefined({ level }) };
      setConfigOption(places, change);
    }
    return { dir: undefined };
  },
  render: ({ dir }) => dir ?? "",
});
