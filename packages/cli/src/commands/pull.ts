import { type PullResult, pull } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { partArguments } from "../arguments/part-options.ts";
import { transferArguments } from "../arguments/transfer-options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { changeLines, countsLine } from "../ui/change-lines.ts";
import { checkoutIncomplete, isCheckoutDone, warnOfCheckout } from "../ui/report-checkout.ts";

export const command = defineCommand({
  name: "pull",
  summary: "Bring tracked data from remote storage into the work tree",
  description: "Fetches what the cache does not have, then checks it out.",
  args: {
    ...transferArguments,
    ...partArguments,
    force: flag({ short: "f", help: "Also remove files whose content is saved nowhere" }),
    allowMissing: flag({ help: "End well even if some data is nowhere" }),
    glob: flag({ help: "Take targets for patterns, such as 'data/*.dvc'" }),
  },
  examples: [
    { line: "lode pull", note: "after git clone: all data of this commit" },
    { line: "lode pull data/cats --include '*.jpg'", note: "the files of a dataset that match" },
    { line: "lode pull data/cats/train", note: "a part of one dataset" },
  ],
  isBulk: true,
  failureExitCode: 1,
  async run({ allowMissing, jobs, ...args }, context) {
    const project = await openCommandProject(context);
    const result = await pull(project, withoutUndefined(args), { ...context, ...withoutUndefined({ jobs }) });
    warnOfCheckout(result.checkout, context.onEvent);
    if (isCheckoutDone(result.checkout, allowMissing)) return result;
    for (const line of resultLines(result)) context.print(line);
    throw checkoutIncomplete(result.checkout);
  },
  render: resultLines,
});

function* resultLines({ fetched, checkout }: PullResult): Iterable<string> {
  yield* changeLines(checkout);
  yield countsLine({ fetched, ...checkout.counts }) || "Everything is up to date.";
}
