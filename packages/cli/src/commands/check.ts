import { type CheckResult, check } from "@lode/core";
import { looseTextOption } from "../arguments/options.ts";
import { revisionOptions } from "../arguments/revision-options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { count } from "../ui/count.ts";
import { pathsText } from "../ui/paths-text.ts";

export const command = defineCommand({
  name: "check",
  summary: "Make sure that all data of the checked-out commit is there",
  description:
    "Asks for every object that the metadata in the commit name, without --remote in the cache. Nothing is read or " +
    "changed, so it suits automatic builds; `lode fsck` also looks at what the bytes are.",
  args: {
    remote: looseTextOption({
      short: "r",
      metavar: "<name>",
      help: "Look in remote storage, the default one or another",
    }),
    ...revisionOptions((whose) => `Also what ${whose} need`),
  },
  examples: [
    { line: "lode check --remote", note: "in CI: whoever clones this commit can pull everything" },
    { line: "lode check --remote backup -a -T --json", note: "what the backup lacks of all branches and tags" },
  ],
  exitCodes: { 1: "something is missing; it is named" },
  failureExitCode: 255,
  async run({ remote, ...scope }, context) {
    const project = await openCommandProject(context);
    const where = remote === undefined ? "cache" : "remote";
    return check(project, { ...scope, where, ...withoutUndefined({ remote: remote?.text }) }, context);
  },
  render: textLines,
  exitCode: ({ missing }) => (missing.length > 0 ? 1 : 0),
});

function* textLines(result: CheckResult): Iterable<string> {
  for (const { oid, paths, place } of result.missing) yield `missing  ${place}  ${oid}  ${pathsText(paths)}`;
  yield summary(result);
}

function summary({ checked, missing }: CheckResult): string {
  if (missing.length > 0) return `${missing.length} of ${count(checked, "object")} missing.`;
  return checked === 1 ? "The one object is there." : `All ${checked} objects are there.`;
}
