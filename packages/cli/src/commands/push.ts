import { push } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { transferArguments } from "../arguments/transfer-options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { count } from "../ui/count.ts";

export const command = defineCommand({
  name: "push",
  summary: "Send tracked data to remote storage",
  description: "Sends what the remote does not have. A directory's manifest follows after all its files.",
  args: {
    ...transferArguments,
    glob: flag({ help: "Take targets for patterns, such as 'data/*.dvc'" }),
    allRemotes: flag({ help: "Send to every remote that may hold the data", addition: true }),
    force: flag({ help: "Read what the remote has, and replace what is damaged there", addition: true }),
  },
  exclusive: [["remote", "allRemotes"]],
  examples: [
    { line: "lode push", note: "everything, to the default remote" },
    { line: "lode push data/cats.dvc -r backup", note: "one dataset, to another remote" },
    { line: "lode push --force data/cats.dvc", note: "one dataset, of which a copy was found damaged" },
    { line: "lode push --all-remotes", note: "a copy on each remote of the configuration" },
    { line: "lode push -a -T", note: "the data of all branches and tags" },
  ],
  isBulk: true,
  failureExitCode: 1,
  async run(args, context) {
    const project = await openCommandProject(context);
    return push(project, withoutUndefined(args), { ...context, ...withoutUndefined({ jobs: args.jobs }) });
  },
  render: ({ pushed }) => (pushed === 0 ? "Everything is up to date." : `${count(pushed, "file")} pushed`),
});
