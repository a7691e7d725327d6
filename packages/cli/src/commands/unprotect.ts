import { unprotect } from "@lode/core";
import { argumentsList } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";

export const command = defineCommand({
  name: "unprotect",
  summary: "Make tracked files writable",
  description: "Files that are links to the cache become copies, so that they can be edited.",
  args: { targets: argumentsList({ help: "Files or directories" }) },
  examples: [{ line: "lode unprotect data/cats", note: "before editing files in it" }],
  isLocal: true,
  isBulk: true,
  failureExitCode: 1,
  errorExitCodes: { PATH_NOT_FOUND: 255 },
  async run({ targets }, context) {
    const project = await openCommandProject(context);
    return unprotect(project, targets, context);
  },
  render: () => "",
});
