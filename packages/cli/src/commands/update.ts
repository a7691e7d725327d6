import { update } from "@lode/core";
import { bareTextOption, flag, integerOption, textOption } from "../arguments/options.ts";
import { argumentsList } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";

export const command = defineCommand({
  name: "update",
  summary: "Move imports to the newest version of their data",
  description: "Changed files are replaced; those that are saved nowhere are kept in .dvc/tmp/lode/replaced.",
  args: {
    rev: bareTextOption({
      metavar: "<commit>",
      help: "Git revision, or versions such as 'cats@^1.2', to follow from now on; a version of a file in a bucket",
    }),
    recursive: flag({ short: "R", help: "Take directories for all stage files below them" }),
    noDownload: flag({ help: "Only move the locks; outdated data is removed" }),
    toRemote: flag({ help: "Send the new data straight to remote storage" }),
    remote: textOption({ short: "r", metavar: "<name>", help: "Remote storage to send it to" }),
    jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects move at once" }),
    targets: argumentsList({ help: "What to update: .dvc files or outputs" }),
  },
  examples: [
    { line: "lode update cats.dvc", note: "the newest version of what it follows" },
    { line: "lode update -R data --rev v2.0", note: "all imports below a folder, to one version" },
  ],
  isBulk: true,
  failureExitCode: 1,
  errorExitCodes: { SOURCE_PATH_MISSING: 255, MANIFEST_MISSING: 255, OBJECTS_MISSING: 255, DATA_UNKNOWN: 255 },
  async run({ jobs, ...args }, context) {
    const project = await openCommandProject(context);
    return update(project, withoutUndefined(args), { ...context, ...withoutUndefined({ jobs }) });
  },
  render: () => "",
});
