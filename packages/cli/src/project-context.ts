import { join } from "node:path";
import { openProject, type Project, type ProjectContext, type SignInContext, tokenFinder } from "@lode/core";
import type { CommandContext } from "./command.ts";

/** What operations need to know of the machine and the user, out of a command's context. */
export function projectContext(context: CommandContext): ProjectContext {
  const { cwd, environment, waitForLock, offline, onEvent } = context;
  const { homeDir, systemConfigDir, globalConfigDir, userCacheDir, variables } = environment;
  return {
    cwd,
    homeDir,
    systemConfigDir,
    globalConfigDir,
    userCacheDir,
    git: { env: variables },
    commandLine: process.argv.slice(2).join(" "),
    waitForLock,
    offline,
    tellsImports: environment.tellsImports,
    askSecret: async (question) => (await import("./ui/ask-secret.ts")).askAtTerminal(question),
    findToken: tokenFinder(signInContext(context), onEvent),
  };
}

/** What signing in to servers needs to know of the machine and the user. */
export function signInContext({
  environment,
  offline,
}: Pick<CommandContext, "environment" | "offline">): SignInContext {
  const { userConfigDir, variables } = environment;
  const { LODE_TOKEN: token, LODE_TOKEN_URL: url } = variables;
  return {
    signInFile: join(userConfigDir, "sign-ins.json"),
    ...(token && { givenToken: { token, url: url || undefined } }),
    git: { env: variables },
    offline,
  };
}

/** Opens the project around the current folder; see CommandContext.opening for the exit code of a failure. */
export function openCommandProject(context: CommandContext): Promise<Project> {
  return context.opening(() => openProject(projectContext(context)));
}
