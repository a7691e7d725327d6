import { configPlacesAround, renameRemote } from "@lode/core";
import { chosenConfigLevel, configLevelArguments, exclusiveConfigLevels } from "../arguments/config-level.ts";
import { argument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  name: "remote rename",
  summary: "Rename a remote",
  args: {
    ...configLevelArguments,
    name: argument({ help: "The remote" }),
    new: argument({ help: "What to call it" }),
  },
  exclusive: exclusiveConfigLevels,
  examples: [{ line: "lode remote rename storage archive", note: "give it another name" }],
  isLocal: true,
  failureExitCode: 255,
  async run(args, context) {
    const level = chosenConfigLevel(args);
    const places = await configPlacesAround(context.cwd, context.environment);
    const renaming = { name: args.name.toLowerCase(), newName: args.new };
    renameRemote(places, { ...renaming, ...withoutUndefined({ level }) });
    return renaming;
  },
  render: () => "",
});
