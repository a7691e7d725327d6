import { install } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";

export const command = defineCommand({
  name: "install",
  summary: "Install Git hooks and the merge driver",
  description:
    "The hooks run status before a commit, checkout after a checkout, and push before a push. The merge driver `dvc` merges " +
    "tracked directories file by file, where .gitattributes says `*.dvc merge=dvc`.",
  args: {
    usePreCommitTool: flag({ help: "Write the hooks to .pre-commit-config.yaml, for the tool pre-commit" }),
  },
  examples: [
    { line: "lode install", note: "once in each clone" },
    { line: "echo '*.dvc merge=dvc' >> .gitattributes", note: "once in each repository, for the merge driver" },
  ],
  isLocal: true,
  failureExitCode: 1,
  async run(args, context) {
    const project = await openCommandProject(context);
    return install(project, { ...args, program: context.environment.programPath }, context);
  },
  render: () => "",
});
