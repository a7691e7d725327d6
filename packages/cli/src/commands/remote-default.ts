import { configPlacesAround, defaultRemote, setDefaultRemote } from "@lode/core";
import { chosenConfigLevel, configLevelArguments, exclusiveConfigLevels } from "../arguments/config-level.ts";
import { flag } from "../arguments/options.ts";
import { optionalArgument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  name: "remote default",
  summary: "Show or set the default remote",
  args: {
    ...configLevelArguments,
    name: optionalArgument({ help: "The remote that becomes the default" }),
    unset: flag({ short: "u", help: "Have no default remote" }),
  },
  exclusive: exclusiveConfigLevels,
  examples: [{ line: "lode remote default storage", note: "use this remote where none is named" }],
  isLocal: true,
  failureExitCode: 255,
  exitCodes: { 1: "there is no default remote" },
  async run(args, context) {
    const level = chosenConfigLevel(args);
    const places = await configPlacesAround(context.cwd, context.environment);
    const shown = args.name === undefined && !args.unset;
    if (shown) return { shown, name: defaultRemote(places, level) };
    setDefaultRemote(places, args.unset ? undefined : args.name?.toLowerCase(), level);
    return { shown, name: undefined };
  },
  render({ shown, name }) {
    if (!shown) return "";
    return name ?? "No default remote set";
  },
  exitCode: ({ shown, name }) => (shown && name === undefined ? 1 : 0),
});
