import { relative } from "node:path";
import { artifactUrl, getArtifact } from "@lode/core";
import { bareTextOption, flag, integerOption } from "../arguments/options.ts";
import { argument } from "../arguments/positionals.ts";
import { sourceArguments } from "../arguments/source-options.ts";
import { sourceSpec } from "../arguments/source-spec.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { projectContext } from "../project-context.ts";

export const command = defineCommand({
  name: "artifacts get",
  summary: "Copy an artifact of a repository by its name",
  description:
    "Artifacts are declared in dvc.yaml; tags such as model@v1.2.0 and model#prod say which commit is which version or stage. Without either, the highest version is taken.",
  args: {
    url: argument({ help: "Where the repository is: a path or a Git URL" }),
    name: argument({ help: "The artifact: its name, or <folder>:<name>" }),
    rev: bareTextOption({ metavar: "<version>", help: "Version of the artifact, such as v1.2.0 or a range: '^1.2'" }),
    stage: bareTextOption({ metavar: "<stage>", help: "Stage of the artifact, such as prod" }),
    out: bareTextOption({ short: "o", metavar: "<path>", help: "Where it goes; default: the last part of its path" }),
    showUrl: flag({ help: "Print where the data is stored, and copy nothing" }),
    jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects move at once" }),
    force: flag({ short: "f", help: "Replace what is at the destination" }),
    config: sourceArguments.config,
    remote: sourceArguments.remote,
    remoteConfig: sourceArguments.remoteConfig,
  },
  examples: [
    { line: "lode artifacts get https://example.com/models classifier", note: "the highest version" },
    { line: "lode artifacts get ../models text:classifier --stage prod -o model.pkl", note: "what has a stage" },
  ],
  failureExitCode: 1,
  async run({ name, rev, stage, out, showUrl, jobs, force, ...source }, context) {
    const project = projectContext(context);
    const spec = { ...sourceSpec({ ...source, rev: undefined }), name, ...withoutUndefined({ version: rev, stage }) };
    if (showUrl) return { url: await context.opening(() => artifactUrl(project, spec, context)) };
    const moving = { ...context, ...withoutUndefined({ jobs }) };
    const result = await getArtifact(project, { ...spec, force, ...withoutUndefined({ out }) }, moving);
    return { ...result, shown: relative(context.cwd, result.path) };
  },
  render: (result, { quiet }) => {
    if ("url" in result) return result.url;
    return quiet ? "" : `Downloaded ${result.files} file(s) to '${result.shown}'`;
  },
  toJson: (result) =>
    "url" in result
      ? { url: result.url }
      : { path: result.path, files: result.files, artifact: { ...result.artifact } },
  ignoresQuiet: true,
});
