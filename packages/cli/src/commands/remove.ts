import { remove } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { argumentsList } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { gitHint } from "../ui/git-hint.ts";

export const command = defineCommand({
  name: "remove",
  summary: "Stop tracking files or directories, and remove stages",
  description:
    "Their records are removed; the data stay, unless --outs is given. A path in a tracked directory is taken out of it, " +
    "here and in its listing; nothing of the directory has to be here.",
  args: {
    outs: flag({ help: "Remove the data as well; what is saved nowhere is kept in .dvc/tmp/lode/replaced" }),
    targets: argumentsList({ help: ".dvc files, stages, or paths in tracked directories" }),
  },
  examples: [
    { line: "lode remove data/cats.dvc", note: "track it no more, and keep the data" },
    { line: "lode remove data/cats.dvc --outs", note: "remove the data as well" },
    { line: "lode remove data/cats/old.jpg", note: "one file of a tracked directory" },
    { line: "lode remove train", note: "a stage of the dvc.yaml in this folder" },
  ],
  isLocal: true,
  failureExitCode: 1,
  errorExitCodes: { OBJECT_MISSING: 255 },
  async run(args, context) {
    const project = await openCommandProject(context);
    return remove(project, args, context);
  },
  render: ({ git }) => gitHint(git),
});
