import type { GitOutcome } from "@lode/core";
import { shellQuote } from "./shell-quote.ts";

/** Says how to tell Git of the changes, as DVC does; nothing if there are none or they are staged already. */
export function gitHint({ changed, staged }: GitOutcome): string {
  if (staged || changed.length === 0) return "";
  return [
    "",
    "To track the changes with git, run:",
    "",
    `\tgit add ${changed.map(shellQuote).join(" ")}`,
    "",
    "To enable auto staging, run:",
    "",
    "\tdvc config core.autostage true",
  ].join("\n");
}
