import { type SignInState, signInStates } from "@lode/core";
import { defineCommand } from "../command.ts";
import { signInContext } from "../project-context.ts";

export const command = defineCommand({
  name: "auth status",
  summary: "List the registry servers to which you have signed in",
  description: "Asks each server whether it still takes the token; with --offline, none is asked.",
  args: {},
  examples: [{ line: "lode auth status", note: "who am I, and where" }],
  exitCodes: { 1: "there is no sign-in, or one that is not good any more" },
  failureExitCode: 1,
  run: (_args, context) => signInStates(signInContext(context), context),
  render: (states) => (states.length === 0 ? "You have signed in to no server." : states.map(line).join("\n")),
  toJson: (states) =>
    states.map(({ server, repository, user, scope, expiresAt, isGiven, state }) => ({
      server,
      repository: repository ?? null,
      user,
      scope: scope ?? null,
      expires_at: expiresAt ?? null,
      from_environment: isGiven,
      state,
    })),
  exitCode: (states) => (states.length > 0 && states.every(({ state }) => goodEnough.has(state)) ? 0 : 1),
});

const goodEnough: ReadonlySet<SignInState["state"]> = new Set(["good", "unchecked", "unreachable"]);

const words: Readonly<Record<SignInState["state"], string>> = {
  good: "good",
  ended: "ended; sign in again",
  refused: "refused by the server; sign in again",
  unreachable: "not checked: the server cannot be reached",
  unchecked: "not checked",
};

function line({ server, repository, user, scope, expiresAt, isGiven, state }: SignInState): string {
  const place = repository === undefined ? server : `${server}/${repository}`;
  const facts = [
    ...(scope === undefined ? [] : [scope]),
    ...(expiresAt === undefined ? [] : [`until ${expiresAt}`]),
    ...(isGiven ? ["of LODE_TOKEN"] : []),
    words[state],
  ];
  return `${place}\tas '${user}'\t${facts.join(", ")}`;
}
