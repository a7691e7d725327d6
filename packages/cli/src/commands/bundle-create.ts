import { createBundle, LodeError } from "@lode/core";
import { flag, textOption } from "../arguments/options.ts";
import { argument, argumentList } from "../arguments/positionals.ts";
import { revisionOptions } from "../arguments/revision-options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { count } from "../ui/count.ts";
import { humanSize } from "../ui/size.ts";

export const command = defineCommand({
  name: "bundle create",
  summary: "Write tracked data to one file",
  description:
    "For machines without network. Data that the cache lacks is fetched first. The file is a tar archive in the layout of a " +
    "remote; the metadata in Git are not in it, so carry them with `git bundle`.",
  args: {
    file: argument({ help: "The file to write" }),
    targets: argumentList({ help: "What to put in: .dvc files, stages or outputs; default: everything" }),
    rev: textOption({ metavar: "<commit>", help: "Only this revision, in place of the work tree" }),
    since: textOption({ metavar: "<commit>", help: "Leave out the data of this revision, which the receiver has" }),
    ...revisionOptions((whose) => `Also what ${whose} need`),
    withDeps: flag({ short: "d", help: "Also what the targets depend on" }),
    recursive: flag({ short: "R", help: "Take directories for all stage files below them" }),
    force: flag({ short: "f", help: "Replace the file if it is there" }),
  },
  examples: [
    { line: "lode bundle create data.tar", note: "everything that the work tree needs" },
    { line: "lode bundle create cats.tar data/cats --rev v2 --since v1", note: "what v2 needs and v1 does not" },
  ],
  failureExitCode: 1,
  async run({ rev, since, ...args }, context) {
    const project = await openCommandProject(context);
    if (rev !== undefined && (args.allBranches || args.allTags || args.allCommits)) {
      throw new LodeError("OPTIONS_CONFLICT", "Cannot use --rev together with -a, -T or -A");
    }
    return createBundle(project, { ...args, ...withoutUndefined({ rev, since }) }, context);
  },
  render: ({ objects, sizeBytes }) => `${count(objects, "object")} bundled (${humanSize(sizeBytes)})`,
});
