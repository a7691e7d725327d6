import { type CheckedPlace, type FsckResult, fsck, type Problem } from "@lode/core";
import { flag, integerOption, looseTextOption } from "../arguments/options.ts";
import { revisionOptions } from "../arguments/revision-options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { count } from "../ui/count.ts";
import { pathsText } from "../ui/paths-text.ts";
import { humanSize } from "../ui/size.ts";

export const command = defineCommand({
  name: "fsck",
  summary: "Read and hash all data, and repair what is damaged",
  description:
    "Reads the tracked files of the work tree, the whole cache, and with --remote what the remotes have of the data. " +
    "Whatever was found out before does not count.",
  args: {
    remote: looseTextOption({
      short: "r",
      metavar: "<name>",
      help: "Also read remote storage, the default one or another",
    }),
    repair: flag({
      help: "Take what is damaged or missing from the work tree, the cache, remotes or sources of imports",
    }),
    ...revisionOptions((whose) => `Also what ${whose} need`),
    jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects of a remote are read at once" }),
  },
  examples: [
    { line: "lode fsck", note: "the work tree and the cache" },
    { line: "lode fsck --remote", note: "also the default remote: everything is read from there" },
    { line: "lode fsck --remote --repair", note: "and put right what can be" },
  ],
  exitCodes: { 1: "something is damaged or missing and was not repaired; it is named" },
  failureExitCode: 255,
  async run({ remote, jobs, ...args }, context) {
    const project = await openCommandProject(context);
    const options = { ...args, ...withoutUndefined({ remote: remote && { name: remote.text } }) };
    return fsck(project, options, { ...context, ...withoutUndefined({ jobs }) });
  },
  render: textLines,
  exitCode: ({ isSound }) => (isSound ? 0 : 1),
});

function* textLines(result: FsckResult): Iterable<string> {
  for (const place of result.places) yield* placeLines(place);
  yield* noteLines(result);
  yield verdict(result);
}

function* placeLines({ kind, name, checked, bytes, problems }: CheckedPlace): Iterable<string> {
  if (checked === 0 && problems.length === 0) return;
  const title = kind === "remote" ? `remote ${name}` : name;
  const what = kind === "workspace" ? "file" : "object";
  yield `${title}: ${count(checked, what)}, ${humanSize(bytes)}B read`;
  for (const problem of problems) yield problemLine(problem);
}

function problemLine({ kind, oid, paths, location, ...problem }: Problem): string {
  const users = paths.length === 0 ? "needed by nothing here" : pathsText(paths);
  return `  ${kind}  ${oid}  ${users}  (${location})${outcome({ paths, ...problem })}`;
}

function outcome({
  repairedFrom,
  setAside,
  isSolved,
  paths,
}: Pick<Problem, "paths" | "repairedFrom" | "setAside" | "isSolved">): string {
  const aside = setAside === undefined ? "" : `; the damaged bytes are in ${setAside}`;
  if (repairedFrom !== undefined) return `: repaired from ${repairedFrom}${aside}`;
  return isSolved && paths.length === 0 ? `: taken away${aside}` : aside;
}

function noteLines({ changed, absent, aside }: FsckResult): readonly string[] {
  return [
    ...(changed.length > 0 ? [`changed since they were recorded, see \`lode status\`: ${pathsText(changed)}`] : []),
    ...(absent.length > 0 ? [`not here, see \`lode fetch\`: ${pathsText(absent)}`] : []),
    ...aside.map(({ path, sizeBytes, isSaved, isRemoved }) => {
      const saved = isRemoved ? "the cache has it, removed" : "the cache has it, --repair removes it";
      return `kept aside: ${path}, ${humanSize(sizeBytes)}B, ${isSaved ? saved : "saved nowhere else"}`;
    }),
  ];
}

function verdict({ places }: FsckResult): string {
  let found = 0;
  let repaired = 0;
  for (const { problems } of places) {
    found += problems.length;
    for (const { isSolved } of problems) if (isSolved) repaired++;
  }
  if (found === 0) return "No damage found.";
  return `${count(found, "problem")} found${repaired > 0 ? `, ${repaired} repaired` : ""}.`;
}
