import { resolve } from "node:path";
import { type GcResult, gc, LodeError } from "@lode/core";
import type { ArgumentValues } from "../arguments/argument-spec.ts";
import { parseDate } from "../arguments/date-option.ts";
import { flag, integerOption, listOption, textOption } from "../arguments/options.ts";
import { revisionOptions } from "../arguments/revision-options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";

const args = {
  workspace: flag({ short: "w", help: "Keep what the work tree needs, and nothing else" }),
  rev: textOption({ metavar: "<commit>", help: "Also keep what this revision needs" }),
  num: integerOption({
    short: "n",
    metavar: "<num>",
    help: "Also keep what the commits before it need, so many in all; with -a of each branch",
  }),
  ...revisionOptions((whose) => `Also keep what ${whose} need`),
  date: textOption({ metavar: "<yyyy-mm-dd>", help: "Also keep what all commits since this day need" }),
  allExperiments: flag({ help: "Also keep what DVC's experiments need" }),
  notInRemote: flag({ help: "Of all that, keep only what is not in remote storage" }),
  cloud: flag({ short: "c", help: "Also remove from remote storage" }),
  remote: textOption({ short: "r", metavar: "<name>", help: "Remote storage to use in place of the default one" }),
  skipFailed: flag({ help: "Pass over what cannot be read" }),
  force: flag({ short: "f", help: "Ask nothing; also give up files of directories whose listing is lost" }),
  jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects are asked for at once" }),
  projects: listOption({ short: "p", metavar: "<paths>", help: "Also keep what these projects need" }),
  dry: flag({ help: "Only print what would be removed" }),
  imports: flag({ help: "Also remove the data of imports, which their sources have", addition: true }),
};

type Values = ArgumentValues<typeof args>;

export const command = defineCommand({
  name: "gc",
  summary: "Remove data that nothing needs from the cache",
  isBulk: true,
  description:
    "What the work tree needs is always kept. Where a cache is shared, name the other projects with -p, or their data " +
    "goes too. --dry prints exactly what would go. With --cloud, what uploads have left that were killed a day ago or " +
    "earlier goes too.",
  args,
  examples: [
    { line: "lode gc -w --dry", note: "what would go if only the work tree counts" },
    { line: "lode gc -a -T", note: "keep what branches and tags need" },
    { line: "lode gc -w -p ../other ../third", note: "three projects share the cache" },
    { line: "lode gc -A -c", note: "also remove from the default remote what no commit needs" },
  ],
  exitCodes: { 1: "the question was answered with no" },
  failureExitCode: 255,
  async run(values, context) {
    const project = await openCommandProject(context);
    refuseConflicts(values);
    context.onEvent({ type: "warning", message: warning(values, context.cwd) });
    const isSure = values.force || values.dry || (await context.confirm("Are you sure you want to proceed?"));
    if (!isSure) return undefined;
    const { num, date, dry, force, jobs, workspace: _workspace, ...rest } = values;
    const options = { ...rest, commitCount: num || undefined, sinceMs: date ? parseDate(date) : undefined };
    return gc(
      project,
      { ...withoutUndefined(options), dry, force: force || dry },
      { ...context, ...withoutUndefined({ jobs }) },
    );
  },
  render: (result) => (result === undefined ? "" : resultLines(result).join("\n")),
  exitCode: (result) => (result === undefined ? 1 : 0),
});

function resultLines({ dry, places }: GcResult): readonly string[] {
  return places.flatMap(({ kind, name, count, paths }) => {
    const what = kind === "cache" ? `'${name}' cache to remove` : "cache to remove from remote";
    const where = kind === "cache" ? `${name} cache` : "remote";
    const removing = dry ? paths.map((path) => `Removing ${path}`) : [];
    if (kind === "uploads") return [...removing, `Removed ${count} broken uploads from remote.`];
    const total = count > 0 ? `Removed ${count} objects from ${where}.` : `No unused ${what}.`;
    return [...removing, total];
  });
}

function refuseConflicts(values: Values): void {
  const conflict = conflictOf(values);
  if (conflict === undefined) return;
  throw new LodeError("OPTIONS_CONFLICT", `Cannot collect garbage: ${conflict}`, {
    hint: "See what would go with `lode gc -w --dry`; `lode gc --help` has the other scopes.",
  });
}

function conflictOf(values: Values): string | undefined {
  const { workspace, allBranches, allTags, allCommits, allExperiments, date, rev, num } = values;
  if (values.notInRemote && values.cloud) return "`--not-in-remote` and `--cloud` are mutually exclusive";
  if (!(workspace || allBranches || allTags || allCommits || allExperiments || date || rev || num)) {
    return (
      "either of `-w|--workspace`, `-a|--all-branches`, `-T|--all-tags`, `--all-experiments`, `-A|--all-commits`, " +
      "`--date` or `--rev` needs to be set"
    );
  }
  return num && !rev && !allBranches ? "`--num` can only be used alongside `--rev` or `--all-branches`" : undefined;
}

/** DVC's sentence about what is kept. */
function warning(values: Values, cwd: string): string {
  const { allExperiments, notInRemote, projects = [] } = values;
  const kept = ["the workspace", ...keptRevisions(values), ...(allExperiments ? ["all experiments"] : [])];
  const others = projects.map((path) => `\n  - ${resolve(cwd, path)}`).join("");
  return (
    `This will remove all cache except items used in ${kept.join(" and ")}` +
    (notInRemote ? " that are not present in the DVC remote" : "") +
    (others === "" ? " of the current repo." : ` of the current and the following repos:${others}`)
  );
}

function keptRevisions(values: Values): readonly string[] {
  const { allCommits, date, rev, num } = values;
  if (allCommits) return ["all git commits"];
  return [
    ...keptRefs(values),
    ...(date ? [`all git commits before date ${date}`] : []),
    ...(rev ? [`last ${num || 1} commits from ${rev}`] : []),
  ];
}

function keptRefs({ allBranches, allTags, num }: Values): readonly string[] {
  if (allBranches && allTags && !num) return ["all git branches and tags"];
  const branches = num ? `last ${num} commits from all git branches` : "all git branches";
  return [...(allBranches ? [branches] : []), ...(allTags ? ["all git tags"] : [])];
}
