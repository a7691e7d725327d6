import { configPlacesAround, setDvcLogins, unsetDvcLogins } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { optionalArgument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { signInContext } from "../project-context.ts";

export const command = defineCommand({
  name: "auth dvc",
  summary: "Let dvc use a sign-in for the remotes of a project",
  description:
    "Writes the token into .dvc/config.local, which Git does not track and only you can read. After another sign-in, run it again.",
  args: {
    remote: optionalArgument({ help: "The remote; default: all on servers to which you have signed in" }),
    unset: flag({ short: "u", help: "Remove the login, of the remote or of all on web servers" }),
  },
  examples: [{ line: "lode auth dvc", note: "then `dvc pull` and `dvc push` work" }],
  isLocal: true,
  failureExitCode: 255,
  async run({ remote, unset }, context) {
    const places = await configPlacesAround(context.cwd, context.environment);
    const name = remote?.toLowerCase();
    if (unset) return unsetDvcLogins(places, name);
    return setDvcLogins(places, { name, context: signInContext(context) }, context);
  },
  render: (logins, { args }) =>
    logins
      .map(({ remote, url }) => `${args.unset ? "Removed" : "Wrote"} the login of '${remote}' (${url}).`)
      .join("\n"),
  toJson: (logins) => logins.map(({ remote, url }) => ({ remote, url })),
});
