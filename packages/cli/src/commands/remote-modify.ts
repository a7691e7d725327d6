import { configPlacesAround, LodeError, modifyRemote } from "@lode/core";
import { allowSecretArgument } from "../arguments/allow-secret.ts";
import { chosenConfigLevel, configLevelArguments, exclusiveConfigLevels } from "../arguments/config-level.ts";
import { flag } from "../arguments/options.ts";
import { argument, optionalArgument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  name: "remote modify",
  summary: "Set an option of a remote",
  description: "Secrets belong into the private configuration: use --local for them.",
  args: {
    ...configLevelArguments,
    ...allowSecretArgument,
    name: argument({ help: "The remote" }),
    option: argument({ help: "The option; which there are depends on the kind of storage" }),
    value: optionalArgument({ help: "What to set it to" }),
    unset: flag({ short: "u", help: "Remove the option" }),
  },
  exclusive: exclusiveConfigLevels,
  examples: [
    { line: "lode remote modify storage region eu-west-1", note: "set an option" },
    { line: "lode remote modify --local storage password secret", note: "keep a secret out of Git" },
  ],
  isLocal: true,
  failureExitCode: 255,
  async run(args, context) {
    const level = chosenConfigLevel(args);
    const places = await configPlacesAround(context.cwd, context.environment);
    const name = args.name.toLowerCase();
    const { option } = args;
    if (args.value === undefined && !args.unset) {
      throw new LodeError("CONFIG_INVALID", `Cannot set the option '${option}' of '${name}': no value is given`, {
        hint: "Use -u to remove the option",
      });
    }
    const change = { name, option, value: args.unset ? undefined : args.value, cwd: context.cwd };
    modifyRemote(places, { ...change, ...withoutUndefined({ level }) }, { allowSecret: args.allowSecret });
    return { name, option };
  },
  render: () => "",
});
