import { unfreeze } from "@lode/core";
import { argumentsList } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { completeFreeze } from "../ui/complete-freeze.ts";

export const command = defineCommand({
  name: "unfreeze",
  summary: "Undo freeze",
  description: "The dependencies of the stages count again.",
  args: { targets: argumentsList({ help: ".dvc files or stages" }) },
  examples: [{ line: "lode unfreeze train", note: "a stage of the dvc.yaml in this folder" }],
  isLocal: true,
  failureExitCode: 1,
  async run({ targets }, context) {
    const project = await openCommandProject(context);
    return completeFreeze("unfreeze", await unfreeze(project, targets, context), context.onEvent);
  },
  render: () => "",
});
