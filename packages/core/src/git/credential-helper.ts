import type { GitContext } from "./git-context.ts";
import { runGit } from "./run-git.ts";

/** What every helper ends with that is set here: by it, it is known again. */
const MARK = " auth git-credential";

/** What credentials are asked of a helper. */
export interface CredentialPlace {
  /** The beginning of the addresses, without a slash at its end. */
  readonly url: string;
  /** Whether the helper is told the path behind the host, which git otherwise keeps to itself. */
  readonly withPath: boolean;
}

/**
 * Makes git ask a program for the credentials of some addresses, in the user's own configuration. Other helpers are not
 * asked for these any more, so that none keeps the token in a place of its own; for all other addresses they stay.
 *
 * @param command for git's shell, without the words that the program is called with
 * @throws GIT_FAILED, GIT_MISSING
 */
export async function setCredentialHelper(context: GitContext, place: CredentialPlace, command: string): Promise<void> {
  const wanted = `!${command}${MARK}`;
  if (isInPlace(await helpers(context, place), wanted)) return;
  await unsetCredentialHelper(context, place);
  for (const value of ["", wanted]) await config(context, ["--add", key(place, "helper"), value]);
  if (place.withPath) await config(context, ["--add", key(place, "useHttpPath"), "true"]);
}

/** Undoes setCredentialHelper; helpers that the user has set for the address stay. @throws GIT_FAILED, GIT_MISSING */
export async function unsetCredentialHelper(context: GitContext, place: CredentialPlace): Promise<void> {
  if (!(await helpers(context, place)).some((value) => value.endsWith(MARK))) return;
  for (const pattern of [`${MARK}$`, "^$"]) await config(context, ["--unset-all", key(place, "helper"), pattern]);
  if (place.withPath) await config(context, ["--unset-all", key(place, "useHttpPath")]);
}

function isInPlace(values: readonly string[], wanted: string): boolean {
  const ours = values.filter((value) => value.endsWith(MARK));
  return ours.length === 1 && values.at(-1) === wanted && values.at(-2) === "";
}

async function helpers(context: GitContext, place: CredentialPlace): Promise<readonly string[]> {
  const { stdout } = await config(context, ["--null", "--get-all", key(place, "helper")]);
  return stdout.toString("utf8").split("\0").slice(0, -1);
}

/** The exit codes 1 and 5 say that there is no such value. */
async function config(context: GitContext, args: readonly string[]): Promise<{ readonly stdout: Buffer }> {
  return await runGit(context, ["config", "--global", ...args], { okExits: [1, 5] });
}

function key({ url }: CredentialPlace, option: "helper" | "useHttpPath"): string {
  return `credential.${url}.${option}`;
}
