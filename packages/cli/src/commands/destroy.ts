import { type DestroyLoss, destroy } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";

export const command = defineCommand({
  name: "destroy",
  summary: "Make a project an ordinary folder again",
  description: "Stage files, the configuration and the cache in .dvc are removed. The data in the work tree stay.",
  args: { force: flag({ short: "f", help: "Do it without being asked" }) },
  examples: [{ line: "lode destroy", note: "after `lode pull`, so that all data are here" }],
  isLocal: true,
  failureExitCode: 1,
  errorExitCodes: { OBJECT_MISSING: 255 },
  async run({ force }, context) {
    const project = await openCommandProject(context);
    const confirm = (loss: DestroyLoss) => context.confirm(questionOf(loss));
    return destroy(project, { force, confirm }, context);
  },
  render: () => "",
});

function questionOf({ cacheDir, asideDir }: DestroyLoss): string {
  const lost = [
    "all information about your pipelines and data files",
    ...(cacheDir === undefined ? [] : [`the cache in "${cacheDir}"`]),
    ...(asideDir === undefined ? [] : [`the files kept in "${asideDir}"`]),
  ];
  return `This will destroy ${lost.join(", and ")}.\nAre you sure you want to continue?`;
}
