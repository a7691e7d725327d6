import { openProject, type Project, type ProjectContext } from "@lode/core";
import type { CommandContext } from "./command.ts";

/** What operations need to know of the machine and the user, out of a command's context. */
export function projectContext({ cwd, environment, waitForLock, offline }: CommandContext): ProjectContext {
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
  };
}

/** Opens the project around the current folder; see CommandContext.opening for the exit code of a failure. */
export function openCommandProject(context: CommandContext): Promise<Project> {
  return context.opening(() => openProject(projectContext(context)));
}
