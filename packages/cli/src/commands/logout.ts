import { LodeError, signOut } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { optionalArgument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { signInContext } from "../project-context.ts";

export const command = defineCommand({
  name: "logout",
  summary: "Sign out of a registry server",
  description:
    "Revokes the token at the server and forgets it here. If the server cannot be reached, it is forgotten all the same, and a warning says until when it is good.",
  args: {
    url: optionalArgument({ help: "The address of the server" }),
    all: flag({ help: "Sign out of all servers" }),
  },
  examples: [
    { line: "lode logout https://data.example.org", note: "one server" },
    { line: "lode logout --all", note: "every server" },
  ],
  failureExitCode: 1,
  async run({ url, all }, context) {
    if (all === (url !== undefined)) throw oneOfBoth();
    return signOut(signInContext(context), url, context);
  },
  render: (ended) =>
    ended.length === 0
      ? "There was no sign-in."
      : ended.map(({ server, repository, user }) => line(server, repository, user)).join("\n"),
  toJson: (ended) =>
    ended.map(({ server, repository, user, revoked }) => ({ server, repository: repository ?? null, user, revoked })),
});

function line(server: string, repository: string | undefined, user: string): string {
  return `Signed out of ${repository === undefined ? server : `${server}/${repository}`} as '${user}'.`;
}

function oneOfBoth(): LodeError {
  return new LodeError("COMMAND_LINE_INVALID", "Cannot choose what to sign out of: give either a URL or --all", {
    hint: "See the sign-ins with `lode auth status`.",
  });
}
