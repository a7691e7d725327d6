import { fetch } from "@lode/core";
import { integerOption, repeatedChoiceOption } from "../arguments/options.ts";
import { partArguments } from "../arguments/part-options.ts";
import { transferArguments } from "../arguments/transfer-options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { count } from "../ui/count.ts";

export const command = defineCommand({
  name: "fetch",
  summary: "Bring tracked data from remote storage into the cache",
  description: "Brings what the cache does not have; each object is verified before it gets its name.",
  args: {
    ...transferArguments,
    ...partArguments,
    maxSize: integerOption({ metavar: "<bytes>", help: "Leave out data of this size or more" }),
    types: repeatedChoiceOption(["metrics", "plots"], {
      long: "type",
      help: "Only metrics or plots of pipelines (can be repeated)",
    }),
  },
  examples: [
    { line: "lode fetch", note: "everything that the work tree needs" },
    { line: "lode fetch data/cats -j 8", note: "one directory" },
  ],
  isBulk: true,
  failureExitCode: 1,
  async run({ maxSize, types, jobs, ...args }, context) {
    const project = await openCommandProject(context);
    const options = withoutUndefined({ ...args, maxSizeBytes: maxSize, types: types.length > 0 ? types : undefined });
    return fetch(project, options, { ...context, ...withoutUndefined({ jobs }) });
  },
  render: ({ fetched }) => (fetched === 0 ? "Everything is up to date." : `${count(fetched, "file")} fetched`),
});
