import { findProjectRoot, isLodeError } from "@lode/core";
import type { PythonJsonValue } from "@lode/core/formats";
import type { ArgumentSpecs, ArgumentValues } from "./arguments/argument-spec.ts";
import { type Command, type CommandContext, defineCommand, type Outcome, type RenderContext } from "./command.ts";

/** A command that Git calls from a hook. */
interface HookDefinition<Specs extends ArgumentSpecs> {
  readonly name: string;
  readonly summary: string;
  readonly args: Specs;
  /** The command that is run in the hook, without arguments. */
  readonly runs: Command;
  /** Whether there is anything to do. */
  isWanted(args: ArgumentValues<Specs>, context: CommandContext): Promise<boolean>;
}

/** Declares a command that runs another one, and that does nothing outside of a project: hooks are not its only users. */
export function hookCommand<const Specs extends ArgumentSpecs>(hook: HookDefinition<Specs>): Command {
  const { failureExitCode, errorExitCodes } = hook.runs;
  return defineCommand<Specs, Outcome>({
    name: hook.name,
    summary: hook.summary,
    description: "Does nothing outside of a project.",
    args: hook.args,
    examples: [],
    failureExitCode,
    ...(errorExitCodes === undefined ? {} : { errorExitCodes }),
    async run(args, context) {
      const isWanted = (await isInProject(context)) && (await hook.isWanted(args, context));
      return isWanted ? hook.runs.execute({}, context) : nothingDone;
    },
    render: (outcome, context: RenderContext<unknown>) => outcome.text(context),
    toJson: (outcome) => outcome.json(),
    exitCode: ({ exitCode }) => exitCode,
  });
}

const nothingDone: Outcome = { exitCode: 0, text: () => "", json: (): PythonJsonValue => null };

/** Says whether there is a project around the current folder. */
export async function isInProject({ cwd }: CommandContext): Promise<boolean> {
  try {
    await findProjectRoot(cwd);
    return true;
  } catch (error) {
    if (isLodeError(error, "NOT_A_PROJECT")) return false;
    throw error;
  }
}
