import { tokenFor } from "@lode/core";
import { optionalArgument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { signInContext } from "../project-context.ts";

export const command = defineCommand({
  name: "auth token",
  summary: "Print the token of a registry server, for scripts",
  description: "Whoever has the token may do what you may: keep it out of files, logs and command lines.",
  args: { url: optionalArgument({ help: "The address of the server; default: the only one you have signed in to" }) },
  examples: [
    { line: 'curl -H "X-Lode-Token: $(lode auth token)" https://data.example.org/api/v1/user', note: "use it" },
  ],
  isLocal: true,
  failureExitCode: 1,
  run: async ({ url }, context) => tokenFor(signInContext(context), url, context),
  render: (token) => token,
  toJson: (token) => ({ token }),
  ignoresQuiet: true,
});
