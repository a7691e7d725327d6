import { type AddResult, add, addCopy, LodeError } from "@lode/core";
import { flag, integerOption, textOption } from "../arguments/options.ts";
import { argumentsList } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { gitHint } from "../ui/git-hint.ts";

export const command = defineCommand({
  name: "add",
  summary: "Track files or directories",
  description: "Puts their content into the cache and writes a .dvc file beside each, for Git to keep.",
  args: {
    noCommit: flag({ help: "Only write the .dvc file; put nothing into the cache" }),
    glob: flag({ help: "Take targets for patterns, such as 'data/*.csv'" }),
    out: textOption({ short: "o", metavar: "<path>", help: "Take a copy of the target to this path, and track that" }),
    toRemote: flag({ help: "Send the target straight to remote storage, without a copy here" }),
    remote: textOption({ short: "r", metavar: "<name>", help: "Remote storage to send it to" }),
    remoteJobs: integerOption({ metavar: "<number>", help: "How many objects are sent at once" }),
    force: flag({ short: "f", help: "Replace what is at the path of --out" }),
    noRelink: flag({ help: "Leave the files as they are, without linking them to the cache" }),
    targets: argumentsList({ help: "Files or directories; also paths in tracked directories" }),
  },
  examples: [
    { line: "lode add data/cats", note: "track a directory" },
    { line: "lode add data/cats/new.jpg", note: "add one file to a tracked directory" },
    { line: "lode add --glob 'data/*.csv'", note: "track each file that matches" },
  ],
  isBulk: true,
  failureExitCode: 1,
  errorExitCodes: { FILE_UNREADABLE: 1, IGNORE_FILE_IN_OUTPUT: 255, NAME_NOT_UTF8: 255 },
  async run(args, context) {
    const project = await openCommandProject(context);
    refuseConflicts(args);
    const { targets, glob, noCommit, noRelink, out, toRemote, remote, remoteJobs, force } = args;
    if (out || toRemote) {
      const options = withoutUndefined({ target: targets[0] ?? "", out, toRemote, remote, force });
      return addCopy(project, options, { ...context, ...withoutUndefined({ jobs: remoteJobs }) });
    }
    const result = await add(project, { targets, glob, noCommit, relink: !noRelink }, context);
    warnOfUnlinked(result, (message) => context.onEvent({ type: "warning", message }));
    return result;
  },
  render: ({ git }) => gitHint(git),
});

interface Flags {
  readonly targets: readonly string[];
  readonly glob: boolean;
  readonly noCommit: boolean;
  readonly toRemote: boolean;
  readonly out: string | undefined;
  readonly remote: string | undefined;
  readonly remoteJobs: number | undefined;
}

function refuseConflicts(flags: Flags): void {
  const conflict = conflictOf(flags);
  if (conflict !== undefined)
    throw new LodeError("OPTIONS_CONFLICT", `Cannot add: ${conflict}`, { hint: "See `lode add --help`." });
}

function conflictOf(flags: Flags): string | undefined {
  if (!flags.toRemote && flags.out === undefined) {
    const option = remoteOption(flags);
    return option === undefined ? undefined : `${option} can't be used without --to-remote`;
  }
  const refused = [
    ...(flags.targets.length > 1 ? ["multiple targets"] : []),
    ...(flags.glob ? ["--glob option"] : []),
    ...(flags.noCommit ? ["--no-commit option"] : []),
  ];
  const mode = flags.toRemote ? "--to-remote" : "--out";
  return refused[0] === undefined ? undefined : `${refused[0]} can't be used with ${mode}`;
}

function remoteOption({ remote, remoteJobs }: Flags): string | undefined {
  if (remote) return "--remote";
  return remoteJobs ? "--remote-jobs" : undefined;
}

function warnOfUnlinked({ unlinked }: AddResult, warn: (message: string) => void): void {
  if (unlinked.length === 0) return;
  warn(`Some targets could not be linked from cache to workspace: ${unlinked.join(", ")}`);
  warn("To link them, choose other link types with `lode config cache.type`, then run `lode checkout`.");
}
