import { argumentList } from "../arguments/positionals.ts";
import { hookCommand } from "../hook-command.ts";
import { command as status } from "./status.ts";

/** Git calls it through the hook that `install` writes. */
export const command = hookCommand({
  name: "git-hook pre-commit",
  summary: "Run status as Git's pre-commit hook does",
  args: { args: argumentList({ help: "What Git passes to the hook" }) },
  runs: status,
  isWanted: async () => true,
});
