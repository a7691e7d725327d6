import { mergeDvcFiles } from "@lode/core";
import { choiceOption, requiredOption, textOption } from "../arguments/options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { isInProject } from "../hook-command.ts";
import { openCommandProject } from "../project-context.ts";

export const command = defineCommand({
  name: "git-hook merge-driver",
  summary: "Merge two versions of a .dvc file",
  description:
    "Git calls it through the merge driver that `install` sets. Directories are merged file by file; the result is written " +
    "over our version. Does nothing outside of a project.",
  args: {
    ancestor: requiredOption({ metavar: "<path>", help: "What both versions come from; may be empty" }),
    our: requiredOption({ metavar: "<path>", help: "The version of the current branch; takes the result" }),
    their: requiredOption({ metavar: "<path>", help: "The version of the other branch" }),
    name: textOption({ metavar: "<path>", help: "What messages call the file", addition: true }),
    favor: choiceOption(["our", "their"], {
      help: "The side that wins where both changed the same file of the directory",
      addition: true,
    }),
  },
  examples: [
    { line: "git show :1:data.dvc > base; git show :3:data.dvc > theirs", note: "when Git reports a conflict" },
    {
      line: "lode git-hook merge-driver --ancestor base --our data.dvc --their theirs --favor their",
      note: "merges again; what both sides changed is taken from theirs",
    },
  ],
  exitCodes: { 1: "not merged: our version is as it was, and Git reports a conflict" },
  // Git takes more than 128 for a driver that was killed, and gives up the whole merge.
  failureExitCode: 1,
  async run({ name, favor, ...files }, context) {
    if (!(await isInProject(context))) return { changed: false, oid: null };
    const project = await openCommandProject(context);
    return mergeDvcFiles(project, { ...files, ...withoutUndefined({ name, favor }) }, context);
  },
  render: () => "",
});
