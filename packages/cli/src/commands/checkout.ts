import { type CheckoutResult, checkout } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { argumentList } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { changeLines, countsLine } from "../ui/change-lines.ts";
import { checkoutIncomplete, isCheckoutDone, warnOfCheckout } from "../ui/report-checkout.ts";

export const command = defineCommand({
  name: "checkout",
  summary: "Bring tracked files to their recorded state",
  description: "Takes files from the cache. Files whose content is saved nowhere are never removed without --force.",
  args: {
    summary: flag({ help: "Print one line with numbers instead of what changed" }),
    withDeps: flag({ short: "d", help: "Also what the targets depend on" }),
    recursive: flag({ short: "R", help: "Take directories for all stage files below them" }),
    force: flag({ short: "f", help: "Also remove files whose content is saved nowhere" }),
    relink: flag({ help: "Make unchanged files anew, linked as cache.type asks for" }),
    allowMissing: flag({ help: "End well even if the cache does not have everything" }),
    targets: argumentList({ help: "What to restore: .dvc files, stages, outputs, or paths in them; default: all" }),
  },
  examples: [
    { line: "lode checkout", note: "after git checkout: all data of this commit" },
    { line: "lode checkout data/cats.dvc", note: "one dataset" },
    { line: "lode checkout --relink", note: "after cache.type was changed" },
  ],
  isBulk: true,
  failureExitCode: 255,
  async run({ allowMissing, summary, ...options }, context) {
    const project = await openCommandProject(context);
    const result = await checkout(project, options, context);
    warnOfCheckout(result, context.onEvent);
    if (isCheckoutDone(result, allowMissing)) return result;
    for (const line of resultLines(result, summary)) context.print(line);
    throw checkoutIncomplete(result);
  },
  *render(result, { args: { summary, relink } }) {
    yield* resultLines(result, summary);
    if (relink) yield "Relinked successfully";
  },
});

function resultLines(result: CheckoutResult, summary: boolean): Iterable<string> {
  return summary ? [countsLine(result.counts) || "No changes."] : changeLines(result);
}
