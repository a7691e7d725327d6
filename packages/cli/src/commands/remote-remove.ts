import { configPlacesAround, removeRemote } from "@lode/core";
import { chosenConfigLevel, configLevelArguments, exclusiveConfigLevels } from "../arguments/config-level.ts";
import { argument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  name: "remote remove",
  summary: "Remove a remote",
  description: "Only its configuration is removed, not the data in it.",
  args: { ...configLevelArguments, name: argument({ help: "The remote" }) },
  exclusive: exclusiveConfigLevels,
  examples: [{ line: "lode remote remove storage", note: "forget this remote" }],
  isLocal: true,
  failureExitCode: 255,
  async run(args, context) {
    const places = await configPlacesAround(context.cwd, context.environment);
    const name = args.name.toLowerCase();
    removeRemote(places, name, chosenConfigLevel(args));
    return { name };
  },
  render: () => "",
});
