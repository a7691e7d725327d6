import { getUrl } from "@lode/core";
import { flag, integerOption, pairsOption } from "../arguments/options.ts";
import { argument, optionalArgument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { projectContext } from "../project-context.ts";

export const command = defineCommand({
  name: "get-url",
  summary: "Copy a file or directory from a URL or path",
  description:
    "Works anywhere; no project is needed. URLs are paths, file://, http://, https://, and remote://NAME/PATH below a remote.",
  args: {
    url: argument({ help: "What to copy" }),
    out: optionalArgument({ help: "Where it goes; default: the last part of the URL" }),
    jobs: integerOption({ short: "j", metavar: "<number>", help: "How many files move at once" }),
    force: flag({ short: "f", help: "Replace what is at the destination" }),
    fsConfig: pairsOption({ help: "Options of the storage, as of a remote" }),
  },
  examples: [
    { line: "lode get-url https://example.com/data.csv", note: "into the current folder" },
    { line: "lode get-url remote://store/raw/2024 data", note: "from below a remote of this project" },
  ],
  isBulk: true,
  failureExitCode: 1,
  async run({ url, out, force, jobs, fsConfig }, context) {
    const options = { url, force, ...withoutUndefined({ out, fsConfig }) };
    return getUrl(projectContext(context), options, { ...context, ...withoutUndefined({ jobs }) });
  },
  render: () => "",
});
