import { LodeError, openBrowser, type SignInMethod, type SignInWays, signInWays } from "@lode/core";
import type { CommandContext } from "../command.ts";
import { signInContext } from "../project-context.ts";
import { jobMethod } from "./job-method.ts";

/** What the options of `login` say about how. */
export interface LoginOptions {
  readonly url: string;
  readonly withToken: boolean;
  readonly user: string | undefined;
  readonly provider: string | undefined;
  /** Undefined if the option was not given; its text is the path of a file. */
  readonly jobToken: { readonly text: string | undefined } | undefined;
  readonly repository: string | undefined;
  /** Whether the user opens the page. */
  readonly noBrowser: boolean;
}

/**
 * Chooses how to sign in, and asks the user for what that takes.
 *
 * @throws CREDENTIALS_MISSING for what was not entered, SIGN_IN_AMBIGUOUS, and what asking the server throws
 */
export async function chooseMethod(options: LoginOptions, context: CommandContext): Promise<SignInMethod> {
  const { url, user, provider } = options;
  if (options.withToken) return { kind: "token", token: await enteredToken(url) };
  if (options.jobToken !== undefined) return jobMethod({ ...options, jobToken: options.jobToken }, context);
  if (user !== undefined) return withPassword(url, user);
  if (provider !== undefined) return withProvider(provider, options, context);
  return fromWays(options, await signInWays(url, signInContext(context), context), context);
}

function fromWays(
  options: LoginOptions,
  ways: SignInWays,
  context: CommandContext,
): SignInMethod | Promise<SignInMethod> {
  const { url } = options;
  const [first, ...others] = ways.providers;
  if (others.length > 0) throw ambiguous(ways);
  if (first !== undefined) return withProvider(first.name, options, context);
  if (ways.password) return withPassword(url, undefined);
  throw new LodeError("SIGN_IN_FAILED", `Cannot sign in to '${url}': the server takes tokens only`, {
    hint: "Make a token there, and enter it: lode login --with-token",
  });
}

function ambiguous({ password, providers }: SignInWays): LodeError {
  const names = providers.map(({ name, label }) => `--provider ${name} (${label})`);
  const ways = [...names, ...(password ? ["--user NAME, with a password"] : [])];
  return new LodeError("SIGN_IN_AMBIGUOUS", "Cannot choose how to sign in: the server knows several ways", {
    hint: `Choose one: ${ways.join("; ")}`,
    details: { providers: providers.map(({ name }) => name), password },
  });
}

function withProvider(
  provider: string,
  { noBrowser }: Pick<LoginOptions, "noBrowser">,
  { print, printJson, environment }: CommandContext,
): SignInMethod {
  const machine = { env: environment.variables, platform: process.platform };
  return {
    kind: "provider",
    provider,
    async show({ url, code, expiresInSeconds }) {
      printJson({ url, code, expires_in_seconds: expiresInSeconds });
      print(`Open ${url}`);
      print(`and confirm that it shows the code ${code}`);
      if (!noBrowser && (await openBrowser(url, machine))) print("Your browser is being opened there.");
    },
  };
}

async function withPassword(url: string, given: string | undefined): Promise<SignInMethod> {
  const { askAtTerminal } = await import("../ui/ask-secret.ts");
  const user = given ?? (await askUser(url));
  const password = await askAtTerminal(`Enter a password for '${url}' user '${user}':`);
  if (!password) throw notEntered(url, "password");
  return { kind: "password", user, password };
}

async function askUser(url: string): Promise<string> {
  const { askLine } = await import("../ui/ask-line.ts");
  const user = (await askLine(`Enter a user for '${url}':`))?.trim();
  if (!user) throw notEntered(url, "user");
  return user;
}

/** From standard input also while there is a terminal, unless standard input is the terminal. */
async function enteredToken(url: string): Promise<string> {
  const { askAtTerminal } = await import("../ui/ask-secret.ts");
  const { nextLine } = await import("../ui/next-line.ts");
  const entered = process.stdin.isTTY ? askAtTerminal(`Enter a token for '${url}':`) : nextLine(process.stdin);
  const token = (await entered)?.trim() ?? "";
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw notEntered(url, "token");
}

function notEntered(url: string, what: string): LodeError {
  return new LodeError("CREDENTIALS_MISSING", `Cannot sign in to '${url}': no ${what} was entered`, {
    hint: "Enter it when asked, or give it on standard input.",
  });
}
