import { isRebasing } from "@lode/core";
import { argumentList } from "../arguments/positionals.ts";
import { hookCommand } from "../hook-command.ts";
import { openCommandProject } from "../project-context.ts";
import { command as checkout } from "./checkout.ts";

/** Git calls it through the hook that `install` writes. */
export const command = hookCommand({
  name: "git-hook post-checkout",
  summary: "Run checkout as Git's post-checkout hook does",
  args: { args: argumentList({ help: "What Git passes to the hook: the old commit, the new one, and a flag" }) },
  runs: checkout,
  async isWanted({ args: [, , gitsFlag] }, context) {
    // The tool pre-commit has no arguments for its hooks, but variables.
    const flag = context.environment.variables.PRE_COMMIT_CHECKOUT_TYPE ?? gitsFlag;
    // 1: another commit was checked out; 0: single files.
    return flag === "1" && !isRebasing(await openCommandProject(context));
  },
});
