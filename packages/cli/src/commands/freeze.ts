import { freeze } from "@lode/core";
import { argumentsList } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { completeFreeze } from "../ui/complete-freeze.ts";

export const command = defineCommand({
  name: "freeze",
  summary: "Keep stages and imports as they are",
  description: "Dependencies of a frozen stage are not looked at, and a frozen import stays at its version.",
  args: { targets: argumentsList({ help: ".dvc files or stages" }) },
  examples: [
    { line: "lode freeze cats.dvc", note: "an import" },
    { line: "lode freeze train pipelines/dvc.yaml:prepare", note: "stages" },
  ],
  isLocal: true,
  failureExitCode: 1,
  async run({ targets }, context) {
    const project = await openCommandProject(context);
    return completeFreeze("freeze", await freeze(project, targets, context), context.onEvent);
  },
  render: () => "",
});
