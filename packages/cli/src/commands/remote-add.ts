import { addRemote, configPlacesAround } from "@lode/core";
import { allowSecretArgument } from "../arguments/allow-secret.ts";
import { chosenConfigLevel, configLevelArguments, exclusiveConfigLevels } from "../arguments/config-level.ts";
import { flag } from "../arguments/options.ts";
import { argument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  name: "remote add",
  summary: "Add a remote",
  args: {
    ...configLevelArguments,
    ...allowSecretArgument,
    name: argument({ help: "What to call it; not case-sensitive" }),
    url: argument({ help: "Where it is: a folder, or a URL such as s3://bucket/path" }),
    default: flag({ short: "d", help: "Make it the default remote" }),
    force: flag({ short: "f", help: "Replace a remote of this name, with all its options" }),
  },
  exclusive: exclusiveConfigLevels,
  examples: [{ line: "lode remote add -d storage s3://bucket/datasets", note: "share data through a bucket" }],
  isLocal: true,
  failureExitCode: 255,
  async run(args, context) {
    const level = chosenConfigLevel(args);
    const places = await configPlacesAround(context.cwd, context.environment);
    const name = args.name.toLowerCase();
    if (args.default) context.print(`Setting '${name}' as a default remote.`);
    const { url, force } = args;
    const remote = { name, url, force, makeDefault: args.default, cwd: context.cwd };
    addRemote(places, { ...remote, ...withoutUndefined({ level }) }, { allowSecret: args.allowSecret });
    return { name, isDefault: args.default };
  },
  render: () => "",
});
