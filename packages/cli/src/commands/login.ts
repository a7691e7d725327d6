import { hostname } from "node:os";
import { type SignInResult, signIn } from "@lode/core";
import { flag, looseTextOption, textOption } from "../arguments/options.ts";
import { argument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { signInContext } from "../project-context.ts";
import { chooseMethod } from "../sign-in/choose-method.ts";
import { gitCommand } from "../sign-in/git-command.ts";

export const command = defineCommand({
  name: "login",
  summary: "Sign in to a registry server",
  description:
    "Keeps a token for this server, which lode uses for everything on it, and makes git ask lode for it. Without an option it asks the server how people sign in there: through another service in a browser, or with a password. docs/sign-in.md says more.",
  args: {
    url: argument({ help: "The address of the server, such as https://data.example.org" }),
    withToken: flag({ help: "Read a token from standard input" }),
    user: textOption({ metavar: "<name>", help: "Sign in with this user's password, which is asked for" }),
    provider: textOption({ metavar: "<name>", help: "Sign in through this service, in a browser" }),
    jobToken: looseTextOption({
      metavar: "<file>",
      help: "Sign in as a job of GitHub Actions or GitLab; the file, or the environment, has its token",
    }),
    repository: textOption({ metavar: "<name>", help: "With --job-token: the repository, such as acme/animals" }),
    noBrowser: flag({ help: "Do not open the browser, only show the address" }),
    label: textOption({ metavar: "<text>", help: "What the token is called at the server; default: this machine" }),
    noGit: flag({ help: "Leave git's configuration as it is" }),
  },
  exclusive: [["withToken", "user", "provider", "jobToken"]],
  examples: [
    { line: "lode login https://data.example.org", note: "asks for what the server wants" },
    { line: "lode login https://data.example.org --with-token < token.txt", note: "with a token made there" },
    { line: "lode login https://data.example.org --job-token --repository acme/animals", note: "in a CI job" },
  ],
  failureExitCode: 1,
  async run({ url, noGit, label, ...how }, context) {
    const method = await chooseMethod({ url, ...how }, context);
    const request = {
      url,
      method,
      label: label ?? `lode on ${hostname()}`,
      ...withoutUndefined({ gitCommand: noGit ? undefined : gitCommand(context.environment) }),
    };
    return signIn(signInContext(context), request, context);
  },
  render: (result) => `Signed in to ${place(result)} as '${result.user}'${result.git ? "; git uses it too" : ""}.`,
  toJson: ({ server, repository, user, scope, expiresAt, git }) => ({
    server,
    repository: repository ?? null,
    user,
    scope: scope ?? null,
    expires_at: expiresAt ?? null,
    git,
  }),
});

function place({ server, repository }: SignInResult): string {
  return repository === undefined ? server : `${server}/${repository}`;
}
