import { initProject } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { optionalArgument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  name: "init",
  summary: "Make a project in a Git repository",
  args: {
    directory: optionalArgument({ help: "Where; default: the current folder" }),
    noScm: flag({ help: "Do without Git" }),
    force: flag({ short: "f", help: "Replace a project that is there; its cache and configuration are lost" }),
    subdir: flag({ help: "Make the project in a part of the Git repository" }),
  },
  examples: [
    { line: "git init && lode init", note: "start a registry" },
    { line: "lode init --subdir", note: "make one of several projects in a repository" },
  ],
  isLocal: true,
  failureExitCode: 255,
  errorExitCodes: { GIT_REPO_MISSING: 1, PROJECT_EXISTS: 1, PROJECT_IGNORED: 1 },
  exitCodes: { 1: "not the root of a Git repository, or there is a project already" },
  async run(args, context) {
    const { directory = ".", noScm, force, subdir } = args;
    const result = await initProject(
      {
        ...context.environment,
        cwd: context.cwd,
        git: { env: context.environment.variables },
        onEvent: context.onEvent,
      },
      { directory, noScm, force, subdir },
    );
    context.print("Initialized DVC repository.\n");
    if (!noScm) context.print("You can now commit the changes to git.\n");
    return result;
  },
  render: (_, { style }) =>
    [
      style("yellow", "What's next?"),
      style("yellow", "------------"),
      "- Track and version a dataset:   lode add <path>",
      "- Say where data is shared:      lode remote add -d <name> <url>",
      "- Learn what else there is:      lode --help",
    ].join("\n"),
});
