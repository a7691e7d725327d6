import { diff } from "@lode/core";
import { flag, listOption } from "../arguments/options.ts";
import { optionalArgument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { diffGroups, diffMarkdown, diffText } from "../ui/diff-lines.ts";

export const command = defineCommand({
  name: "diff",
  summary: "Show how data differs between two revisions, or a revision and the workspace",
  description: "Names outputs and the files in tracked directories. No data is downloaded.",
  args: {
    targets: listOption({ metavar: "<paths>", help: "Only these .dvc files, outputs, or paths in them" }),
    before: optionalArgument({ metavar: "a_rev", help: "The older Git revision; default: HEAD" }),
    after: optionalArgument({ metavar: "b_rev", help: "The newer Git revision; default: the workspace" }),
    showHash: flag({ help: "Show the ids of objects" }),
    md: flag({ help: "Print a table in Markdown" }),
    hideMissing: flag({ help: "Do not show what is not in the cache" }),
  },
  examples: [
    { line: "lode diff", note: "what changed since the last commit" },
    { line: "lode diff v1.0 v1.1 --targets data/cats", note: "one directory, two versions" },
    { line: "lode diff --md main", note: "a table for a pull request" },
  ],
  failureExitCode: 1,
  errorExitCodes: {
    TARGET_UNKNOWN: 255,
    MANIFEST_MISSING: 255,
    IGNORE_INVALID: 255,
    FILE_UNREADABLE: 255,
    FILE_CHANGED: 255,
    NAME_NOT_UTF8: 255,
    IO_FAILED: 255,
  },
  jsonIsDvcs: true,
  async run({ targets, before, after, showHash, hideMissing }, context) {
    const project = await openCommandProject(context);
    const found = await diff(project, withoutUndefined({ targets, before, after }), context);
    return diffGroups(found, { showHash, hideMissing });
  },
  toJson: (groups) => groups,
  render(groups, { args: { md, showHash }, style }) {
    return md ? diffMarkdown(groups, showHash) : diffText(groups, style);
  },
});
