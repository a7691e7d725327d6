import { answerGit } from "@lode/core";
import { argument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { signInContext } from "../project-context.ts";

export const command = defineCommand({
  name: "auth git-credential",
  summary: "Answer git's questions about credentials",
  description:
    "Git calls it, as gitcredentials(7) describes helpers, after `lode login`. The question is read from standard input.",
  args: { action: argument({ help: "What git wants: get, store or erase; anything else is passed over" }) },
  examples: [
    { line: "printf 'protocol=https\\nhost=data.example.org\\n' | lode auth git-credential get", note: "as git does" },
  ],
  isLocal: true,
  failureExitCode: 1,
  async run({ action }, context) {
    const lines: string[] = [];
    for await (const line of await context.inputLines()) {
      if (line === "") break;
      lines.push(line);
    }
    return answerGit(signInContext(context), { action, lines }, context);
  },
  render: (lines) => lines.join("\n"),
  toJson: (lines) => Object.fromEntries(lines.map((line) => line.split("=", 2))),
  ignoresQuiet: true,
});
