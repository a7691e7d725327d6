import { configPlacesAround, type ListedRemote, listRemotes } from "@lode/core";
import { chosenConfigLevel, configLevelArguments, exclusiveConfigLevels } from "../arguments/config-level.ts";
import { defineCommand } from "../command.ts";
import type { TextStyle } from "../ui/text-style.ts";

export const command = defineCommand({
  name: "remote list",
  summary: "List the remotes",
  args: configLevelArguments,
  exclusive: exclusiveConfigLevels,
  examples: [{ line: "lode remote list", note: "show all remotes with their URLs" }],
  isLocal: true,
  failureExitCode: 255,
  async run(args, context) {
    const places = await configPlacesAround(context.cwd, context.environment);
    return listRemotes(places, chosenConfigLevel(args));
  },
  render: (remotes, { style }) => remotes.map((remote) => line(remote, style)).join("\n"),
  toJson: (remotes) => remotes.map(({ name, url, isDefault }) => ({ name, url: url ?? null, default: isDefault })),
});

function line({ name, url, isDefault }: ListedRemote, style: TextStyle): string {
  const text = expandTabs([name, ...(url === undefined ? [] : [url]), ...(isDefault ? ["(default)"] : [])].join("\t"));
  return isDefault ? style("green", text) : text;
}

/** DVC's table writer turns tabs into blanks, up to the next column that is a multiple of eight. */
function expandTabs(text: string): string {
  let expanded = "";
  for (const part of text.split("\t")) {
    if (expanded !== "") expanded = expanded.padEnd(8 * (Math.floor(expanded.length / 8) + 1));
    expanded += part;
  }
  return expanded;
}
