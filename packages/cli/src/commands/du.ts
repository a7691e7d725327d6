import { du } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { argument, optionalArgument } from "../arguments/positionals.ts";
import { sourceArguments } from "../arguments/source-options.ts";
import { sourceSpec } from "../arguments/source-spec.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { projectContext } from "../project-context.ts";
import { humanSize } from "../ui/size.ts";
import { formatTable } from "../ui/table.ts";

export const command = defineCommand({
  name: "du",
  summary: "Show how large data is",
  description: "Files in Git and tracked data alike, present or not. Works anywhere; no data is downloaded.",
  args: {
    url: argument({ help: "Where the repository is: a path or a Git URL" }),
    ...sourceArguments,
    summarize: flag({ short: "s", help: "Show only the total" }),
    path: optionalArgument({ help: "A folder or file in it; default: its root; in its work tree, from this folder" }),
  },
  examples: [
    { line: "lode du . data", note: "what is in data, and data itself" },
    { line: "lode du -s https://example.com/registry data/cats --rev v1.2", note: "before it is downloaded" },
  ],
  failureExitCode: 255,
  ignoresQuiet: true,
  async run({ path, summarize, ...source }, context) {
    return du(projectContext(context), { ...sourceSpec(source), ...withoutUndefined({ path }), summarize }, context);
  },
  render: (entries) =>
    formatTable(
      [{}, {}],
      entries.map(({ path, size }) => [size === null ? "-" : humanSize(size), path]),
    ),
});
