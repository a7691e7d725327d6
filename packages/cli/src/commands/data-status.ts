import { dataStatus } from "@lode/core";
import { flag, optionalChoiceOption, textOption } from "../arguments/options.ts";
import { argumentList } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { dataStatusLines, dataStatusSections } from "../ui/data-status-lines.ts";

export const command = defineCommand({
  name: "data status",
  summary: "Show how data differs between the last commit, the metadata and the workspace",
  description: "Committed: the metadata differ from HEAD. Uncommitted: the files differ from the metadata.",
  args: {
    targets: argumentList({ help: "Paths of tracked data, or .dvc files; default: all" }),
    granular: flag({ help: "Show the files in tracked directories" }),
    unchanged: flag({ help: "Also show what is the same everywhere" }),
    untrackedFiles: optionalChoiceOption(["no", "all"], "all", {
      help: "Also show files that neither Git nor DVC tracks",
    }),
    remote: textOption({ short: "r", metavar: "<name>", help: "Remote storage to ask (with --not-in-remote)" }),
    notInRemote: flag({ help: "Also show what the remote storage does not have" }),
    noRemoteRefresh: flag({ help: "Take what the remote had when it was last asked for what it has" }),
  },
  examples: [
    { line: "lode data status", note: "tracked files and directories that changed" },
    { line: "lode data status --granular data/cats", note: "each changed file in a directory" },
    { line: "lode data status --not-in-remote", note: "also what has still to be pushed" },
  ],
  failureExitCode: 255,
  jsonIsDvcs: true,
  async run({ untrackedFiles, noRemoteRefresh, remote, ...args }, context) {
    const project = await openCommandProject(context);
    const untracked = untrackedFiles === "all";
    const options = { ...args, ...withoutUndefined({ remote }), untracked, refresh: !noRemoteRefresh };
    return dataStatus(project, { ...options, checkGit: !context.json }, context);
  },
  toJson: (result) => dataStatusSections(result),
  render: (result, { style }) => dataStatusLines(result, style),
});
