import { move } from "@lode/core";
import { argument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { gitHint } from "../ui/git-hint.ts";

export const command = defineCommand({
  name: "move",
  summary: "Move or rename a tracked file or directory",
  description:
    "Its .dvc file and the lines in .gitignore follow. A path in a tracked directory moves within it, and nothing of the " +
    "directory has to be here. Nothing is overwritten.",
  args: {
    src: argument({ help: "A tracked file or directory, or a path in one" }),
    dst: argument({ help: "The new path, or a directory to move it into" }),
  },
  examples: [
    { line: "lode move data/cats data/kittens", note: "rename a dataset" },
    { line: "lode move model.bin models/", note: "into a directory" },
    { line: "lode move data/cats/a.jpg data/cats/old/", note: "one file of a tracked directory" },
  ],
  isLocal: true,
  failureExitCode: 1,
  errorExitCodes: { OBJECT_MISSING: 255 },
  async run({ src, dst }, context) {
    const project = await openCommandProject(context);
    return move(project, { from: src, to: dst }, context);
  },
  render: ({ git }) => gitHint(git),
});
