import { type ConfirmedChange, commit } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { argumentList } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";

export const command = defineCommand({
  name: "commit",
  summary: "Record tracked files as they are now",
  description: "Puts their content into the cache and updates their .dvc files and dvc.lock.",
  args: {
    force: flag({ short: "f", help: "Record changes without asking" }),
    withDeps: flag({ short: "d", help: "Also what the targets depend on" }),
    recursive: flag({ short: "R", help: "Take directories for all stage files below them" }),
    noRelink: flag({ help: "Leave the files as they are, without linking them to the cache" }),
    targets: argumentList({ help: "What to record: .dvc files, stages, outputs, or paths in them; default: all" }),
  },
  examples: [
    { line: "lode commit data/cats.dvc -f", note: "record the changed directory" },
    { line: "lode commit", note: "put into the cache what `lode add --no-commit` left out" },
  ],
  isBulk: true,
  failureExitCode: 1,
  errorExitCodes: { PATH_NOT_FOUND: 255, IGNORE_FILE_IN_OUTPUT: 255, NAME_NOT_UTF8: 255 },
  async run({ noRelink, ...options }, context) {
    const project = await openCommandProject(context);
    const confirm = (change: ConfirmedChange) => context.confirmOnTerminal(questionOf(change));
    return commit(project, { ...options, relink: !noRelink, confirm }, context);
  },
  render: () => "",
});

function questionOf({ stage, deps, outs, itself }: ConfirmedChange): string {
  const what = [
    ...(deps.length > 0 ? [`dependencies ${deps.join(", ")}`] : []),
    ...(outs.length > 0 ? [`outputs ${outs.join(", ")}`] : []),
  ].join(" and ");
  const changed = what === "" && itself ? `'${stage}' itself changed.` : `${what} of '${stage}' changed.`;
  return `${changed} Are you sure you want to commit it?`;
}
