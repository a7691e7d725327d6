import { argumentList } from "../arguments/positionals.ts";
import { hookCommand } from "../hook-command.ts";
import { command as push } from "./push.ts";

/** Git calls it through the hook that `install` writes. */
export const command = hookCommand({
  name: "git-hook pre-push",
  summary: "Run push as Git's pre-push hook does",
  args: { args: argumentList({ help: "What Git passes to the hook" }) },
  runs: push,
  isWanted: async () => true,
});
