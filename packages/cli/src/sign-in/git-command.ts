import type { Environment } from "../environment.ts";
import { shellQuote } from "../ui/shell-quote.ts";

/** What git's shell is to run for this program, wherever it is called: paths may hold blanks. */
export function gitCommand({ programPath }: Environment): string {
  return [process.execPath, programPath].map(shellQuote).join(" ");
}
