import type { RunContext } from "../../base/events.ts";
import { findSignIn } from "../../formats/sign-in/find-sign-in.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import { knownSignIns, UNKNOWN_USER } from "./known-sign-ins.ts";
import type { SignInContext } from "./sign-in-context.ts";
import { forgetSignIn } from "./sign-in-store.ts";

/**
 * Answers git's question about a credential, as gitcredentials(7) describes it. `get` gives the sign-in of the address,
 * `erase` forgets one that the server refused, and anything else does nothing: what is kept came from `lode login`.
 *
 * @param lines of the question: `protocol=https`, `host=data.example.org`
 * @returns lines of the answer; none if there is nothing to say
 * @throws SIGN_INS_INVALID, LOCK_HELD, IO_FAILED
 */
export async function answerGit(
  context: SignInContext,
  { action, lines }: { readonly action: string; readonly lines: readonly string[] },
  run: RunContext,
): Promise<readonly string[]> {
  if (action !== "get" && action !== "erase") return [];
  const asked = new Map(lines.map(parseLine));
  const signIn = findFor(asked, knownSignIns(context, run.onEvent));
  if (signIn === undefined) return [];
  if (action === "get") return [`username=${userForGit(signIn)}`, `password=${signIn.token}`];
  if (asked.get("password") === signIn.token) {
    await forgetSignIn(context.signInFile, { place: signIn, token: signIn.token }, run);
  }
  return [];
}

/** Basic sign-in ends the user's name at the first colon, and jobs have one in theirs; to the server the name does not matter. */
function userForGit({ user }: SignIn): string {
  return user.includes(":") ? UNKNOWN_USER : user;
}

function parseLine(line: string): [string, string] {
  const at = line.indexOf("=");
  return at === -1 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
}

function findFor(asked: ReadonlyMap<string, string>, known: readonly SignIn[]): SignIn | undefined {
  const [protocol, host, path = ""] = ["protocol", "host", "path"].map((name) => asked.get(name));
  if (!protocol || !host) return undefined;
  return findSignIn(known, `${protocol}://${host}/${path}`, Date.now());
}
