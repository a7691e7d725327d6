import { type CloudStatusResult, cloudStatus, hasStages, LodeError, type StatusResult, status } from "@lode/core";
import { flag, integerOption, textOption } from "../arguments/options.ts";
import { argumentList } from "../arguments/positionals.ts";
import { revisionOptions } from "../arguments/revision-options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { statusLines } from "../ui/status-lines.ts";

const UP_TO_DATE = "Data and pipelines are up to date.";
const EMPTY_PROJECT =
  "There are no data or pipelines tracked in this project yet.\nSee <https://dvc.org/doc/start> to get started!";

export const command = defineCommand({
  name: "status",
  summary: "Show what changed since it was tracked",
  description: "Compares files with what their .dvc files and dvc.lock record. Unchanged files are not read.",
  args: {
    targets: argumentList({ help: "What to look at: .dvc files, stages, outputs, or paths in them; default: all" }),
    jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects are asked for at once (with -c)" }),
    cloud: flag({ short: "c", help: "Compare the cache with remote storage instead" }),
    remote: textOption({ short: "r", metavar: "<name>", help: "Remote storage to compare with (implies -c)" }),
    ...revisionOptions((whose) => `Also what ${whose} need (with -c)`),
    withDeps: flag({ short: "d", help: "Also what the targets depend on" }),
    recursive: flag({ short: "R", help: "Take directories for all stage files below them" }),
    noUpdates: flag({ help: "Do not ask whether there are newer versions of imports" }),
  },
  examples: [
    { line: "lode status", note: "everything" },
    { line: "lode status -q data/cats.dvc", note: "exit code 1 if it changed" },
    { line: "lode status --json --no-updates", note: "for programs, without network" },
  ],
  exitCodes: { 1: "with -q: something changed; else failed" },
  failureExitCode: 1,
  errorExitCodes: {
    LOCK_HELD: 255,
    OUTPUT_OUTSIDE: 255,
    IGNORE_INVALID: 255,
    IGNORE_FILE_IN_OUTPUT: 255,
    FILE_UNREADABLE: 255,
    FILE_CHANGED: 255,
    NAME_NOT_UTF8: 255,
    IO_FAILED: 255,
  },
  jsonIsDvcs: true,
  async run({ noUpdates, cloud, remote, ...args }, context) {
    const project = await openCommandProject(context);
    const isCloud = cloud || remote !== undefined;
    if (!isCloud) refuseCloudOptions(args);
    const { jobs, ...options } = args;
    const result: StatusResult | CloudStatusResult = isCloud
      ? await cloudStatus(
          project,
          { ...options, ...withoutUndefined({ remote }) },
          { ...context, ...withoutUndefined({ jobs }) },
        )
      : await status(project, { ...options, checkUpdates: !noUpdates }, context);
    const isTold = !context.quiet && !context.json && Object.keys(result.changes).length === 0;
    // DVC asks this when its status is done, and ends as if it had failed to open the project.
    const isEmpty = isTold && !(await context.opening(() => hasStages(project)));
    return { remote: undefined, ...result, isEmpty, exitsQuietly: context.quiet && !context.json };
  },
  toJson: ({ changes }) => changes,
  render({ changes, isEmpty, remote }, { args }) {
    if (Object.keys(changes).length > 0) return statusLines(changes, args.cloud ? 1 : 0);
    if (isEmpty) return EMPTY_PROJECT;
    const isCloud = args.cloud || args.remote !== undefined;
    return isCloud ? `Cache and remote '${remote ?? "None"}' are in sync.` : UP_TO_DATE;
  },
  exitCode: ({ changes, exitsQuietly }) => (exitsQuietly && Object.keys(changes).length > 0 ? 1 : 0),
});

function refuseCloudOptions(args: {
  readonly allBranches: boolean;
  readonly allTags: boolean;
  readonly allCommits: boolean;
  readonly jobs: number | undefined;
}): void {
  const given = [
    ...(args.allBranches ? ["--all-branches"] : []),
    ...(args.allTags ? ["--all-tags"] : []),
    ...(args.allCommits ? ["--all-commits"] : []),
    ...(args.jobs ? ["--jobs"] : []),
  ];
  if (given.length === 0) return;
  const options = given.join(", ");
  throw new LodeError("OPTIONS_CONFLICT", `Cannot use ${options}: they have no meaning for the local status`, {
    hint: "Add -c to compare with remote storage.",
    details: { options: given },
  });
}
