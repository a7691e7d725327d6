import { get, storageUrl } from "@lode/core";
import { bareTextOption, flag, integerOption } from "../arguments/options.ts";
import { partArguments } from "../arguments/part-options.ts";
import { argument } from "../arguments/positionals.ts";
import { sourceArguments } from "../arguments/source-options.ts";
import { sourceSpec } from "../arguments/source-spec.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { projectContext } from "../project-context.ts";

export const command = defineCommand({
  name: "get",
  summary: "Copy a file or directory out of a repository",
  description:
    "Works anywhere; no project is needed. What is copied is verified, and nothing remembers where it came from.",
  args: {
    url: argument({ help: "Where the repository is: a path or a Git URL" }),
    path: argument({
      help: "A file or directory in the repository, tracked by Git or by DVC; in its work tree, from this folder",
    }),
    out: bareTextOption({ short: "o", metavar: "<path>", help: "Where it goes; default: the last part of the path" }),
    ...sourceArguments,
    showUrl: flag({ help: "Print where the data is stored, and copy nothing" }),
    jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects move at once" }),
    force: flag({ short: "f", help: "Replace what is at the destination" }),
    ...partArguments,
  },
  examples: [
    { line: "lode get https://example.com/registry data/cats", note: "the newest version" },
    { line: "lode get ../registry data/cats --include 'train/*.jpg'", note: "a part of a directory" },
    { line: "lode get ../registry model.pkl --rev v1.2 -o old.pkl", note: "an older version under another name" },
  ],
  isBulk: true,
  failureExitCode: 1,
  errorExitCodes: { SOURCE_PATH_MISSING: 255, MANIFEST_MISSING: 255, OBJECTS_MISSING: 255, DATA_UNKNOWN: 255 },
  async run({ path, out, showUrl, jobs, force, include, exclude, ...source }, context) {
    const project = projectContext(context);
    const spec = { ...sourceSpec(source), path };
    if (showUrl) return { url: await context.opening(() => storageUrl(project, spec, context)) };
    return get(
      project,
      { ...spec, force, ...withoutUndefined({ out, include, exclude }) },
      { ...context, ...withoutUndefined({ jobs }) },
    );
  },
  render: (result) => ("url" in result ? result.url : ""),
  ignoresQuiet: true,
});
