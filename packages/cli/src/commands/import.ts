import { importPath } from "@lode/core";
import { bareTextOption, flag, integerOption } from "../arguments/options.ts";
import { partArguments } from "../arguments/part-options.ts";
import { argument } from "../arguments/positionals.ts";
import { sourceArguments } from "../arguments/source-options.ts";
import { sourceSpec } from "../arguments/source-spec.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { gitHint } from "../ui/git-hint.ts";

export const command = defineCommand({
  name: "import",
  summary: "Copy a file or directory out of a repository, and remember where it came from",
  description:
    "Writes a .dvc file that is locked to one commit of the repository; `lode update` moves it to a newer one. A registry server is told of it; docs/server.md says what, and how to switch it off.",
  args: {
    url: argument({ help: "Where the repository is: a path or a Git URL" }),
    path: argument({ help: "A file or directory in the repository, tracked by Git or by DVC" }),
    out: bareTextOption({ short: "o", metavar: "<path>", help: "Where it goes; default: the last part of the path" }),
    force: flag({ short: "f", help: "Replace what is at the destination" }),
    rev: sourceArguments.rev,
    noExec: flag({ help: "Only write the .dvc file; contact nothing" }),
    noDownload: flag({ help: "Only find out the commit and write the .dvc file" }),
    jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects move at once" }),
    config: sourceArguments.config,
    remote: sourceArguments.remote,
    remoteConfig: sourceArguments.remoteConfig,
    ...partArguments,
    store: flag({ addition: true, help: "Keep the data in this project's own remote too, now and at each update" }),
  },
  exclusive: [["noExec", "noDownload"]],
  examples: [
    { line: "lode import https://example.com/registry data/cats", note: "the newest version" },
    { line: "lode import ../registry data/cats --exclude 'raw/'", note: "a part of a directory" },
    { line: "lode import ../registry data/cats --store", note: "the data outlives its source" },
    { line: "lode import ../registry model.pkl --rev v1.2 -o models", note: "an older version, into a folder" },
  ],
  isBulk: true,
  failureExitCode: 1,
  errorExitCodes: {
    SOURCE_PATH_MISSING: 255,
    MANIFEST_MISSING: 255,
    OBJECTS_MISSING: 255,
    DATA_UNKNOWN: 255,
    CONFIG_FILE_NOT_FOUND: 255,
    SOURCE_OPTIONS_CONFLICT: 255,
  },
  async run({ path, out, force, noExec, noDownload, jobs, include, exclude, store, ...source }, context) {
    const project = await openCommandProject(context);
    const extent = extentOf({ noExec, noDownload });
    const options = {
      ...sourceSpec(source),
      path,
      force,
      extent,
      store,
      ...withoutUndefined({ out, include, exclude }),
    };
    return importPath(project, options, { ...context, ...withoutUndefined({ jobs }) });
  },
  render: ({ git }) => gitHint(git),
});

function extentOf(flags: { readonly noExec: boolean; readonly noDownload: boolean }): "record" | "lock" | "full" {
  if (flags.noExec) return "record";
  return flags.noDownload ? "lock" : "full";
}
