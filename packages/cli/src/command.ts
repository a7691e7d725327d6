/**
 * What a command is, and how to add one:
 *
 * 1. Write `commands/<name>.ts` that exports `command = defineCommand({…})`; its type parameters are inferred.
 * 2. Name it in its section of the help, `commands/sections/<section>.ts`, with a summary and a loader, so that nothing of it
 *    is read before it is asked for.
 * 3. `run` calls one operation of `@lode/core` and returns plain data; `render` turns that data into text.
 * 4. Test it in `tests/cli/<name>.test.ts` through the built binary.
 */
import type { ErrorCode, OnEvent, RunContext } from "@lode/core";
import type { PythonJsonValue } from "@lode/core/formats";
import type { ArgumentSpecs, ArgumentValues, RawValues } from "./arguments/argument-spec.ts";
import { readArguments } from "./arguments/read-arguments.ts";
import type { CommandLanguage } from "./description/command-language.ts";
import type { Environment } from "./environment.ts";
import type { TextStyle } from "./ui/text-style.ts";

/** What `run` gets beside the arguments. It goes to operations as their context where it fits. */
export interface CommandContext extends RunContext {
  readonly onEvent: OnEvent;
  readonly signal: AbortSignal;
  /** Absolute; `--cd` is applied. */
  readonly cwd: string;
  readonly environment: Environment;
  readonly programVersion: string;
  /** `--wait-for-lock` was given. */
  readonly waitForLock: boolean;
  readonly quiet: boolean;
  /** How often `-v` was given. */
  readonly verbosity: number;
  /** `--offline` was given, or LODE_OFFLINE is set: nothing may use the network. */
  readonly offline: boolean;
  /** `--json` was given. */
  readonly json: boolean;
  /**
   * Runs what opens the project. An error from it ends the program with its kind's code even in a command that reports
   * its own failures as 1: DVC opens the project before the command begins.
   */
  opening<T>(open: () => Promise<T>): Promise<T>;
  /** Writes a line to stdout at once, unless quiet or `--json`; for what cannot wait for `render`. */
  print(line: string): void;
  /** With `--json`, writes a value to stdout at once, as a line of its own ahead of the result; else nothing. */
  printJson(value: PythonJsonValue): void;
  /**
   * Asks on stdout, with `--json` on stderr, and reads the answer from stdin, also without a terminal; the end of the input
   * is a no.
   */
  confirm(question: string): Promise<boolean>;
  /** The same, but the answer is no, unasked, if stdout is not a terminal. */
  confirmOnTerminal(question: string): Promise<boolean>;
  /** Describes all commands, which loads them. */
  describeCommands(): Promise<CommandLanguage>;
  /** Reads stdin line by line. */
  inputLines(): Promise<AsyncIterable<string>>;
}

/** What `render` may know beside the result. */
export interface RenderContext<Values> {
  readonly args: Values;
  readonly style: TextStyle;
  readonly quiet: boolean;
  readonly verbosity: number;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
}

/**
 * A text without its last line break; `""` prints nothing. What may have a line for each of a million files is given line
 * by line, so that the text is never in memory as a whole; an item may be several lines, and none prints nothing.
 */
export type Text = string | Iterable<string>;

/** One command, as its file declares it. `Specs` and `Result` are inferred by defineCommand. */
export interface CommandDefinition<Specs extends ArgumentSpecs, Result> {
  /** As typed after `lode`: `add`, `remote add`. */
  readonly name: string;
  /** Imperative, no period. The first line of the help. */
  readonly summary: string;
  /** Further sentences of the help. */
  readonly description?: string;
  /** In the order of the help; positional ones in the order of the command line. The key names the long option. */
  readonly args: Specs;
  /** Sets of options of which at most one may be given. */
  readonly exclusive?: readonly (readonly (keyof Specs & string)[])[];
  /** Whole command lines with a word on each, for the help. */
  readonly examples: readonly Example[];
  /** Exit codes with another meaning than usual, for the help: `1: something changed`. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  /**
   * What the program ends with when `run` throws: 1 where DVC's command catches its own errors, 255 where it does not
   * (then configuration, sign-in and a missing project have codes of their own).
   */
  readonly failureExitCode: 1 | 255;
  /** Codes of errors thrown by `run` that end the program in another way. */
  readonly errorExitCodes?: Readonly<Partial<Record<ErrorCode, number>>>;
  /** Whether it never uses the network, so that it has no `--offline`. Default: false. */
  readonly isLocal?: boolean;
  /** Whether it reads, makes or receives files by the ten thousand, so that its memory is kept small; see keepHeapSmall. Default: false. */
  readonly isBulk?: boolean;
  /**
   * Whether DVC's command has `--json` too, so that the option takes part in abbreviations, and its document is not
   * printed under `-q`. Default: false.
   */
  readonly jsonIsDvcs?: boolean;
  run(args: ArgumentValues<Specs>, context: CommandContext): Promise<Result>;
  /** The text for stdout. Not called under `-q` or `--json`. */
  render(result: Result, context: RenderContext<ArgumentValues<Specs>>): Text;
  /** The same result for programs. Default: the result itself, which then has to be plain JSON. */
  toJson?(result: Result): PythonJsonValue;
  /** Whether `render` is printed under `-q` too. Default: false. */
  readonly ignoresQuiet?: boolean;
  /** The exit code of a command that did its work. Default: 0. */
  exitCode?(result: Result, args: ArgumentValues<Specs>): number;
}

/** A command line with a word about it. */
export interface Example {
  readonly line: string;
  readonly note: string;
}

/** A command as the framework sees it, the type of its result hidden. */
export interface Command
  extends Omit<CommandDefinition<ArgumentSpecs, never>, "run" | "render" | "toJson" | "exitCode"> {
  /** Runs the command on what the parser read. */
  execute(values: RawValues, context: CommandContext): Promise<Outcome>;
}

/** What a command that ended without an error has to say. */
export interface Outcome {
  readonly exitCode: number;
  text(context: Omit<RenderContext<never>, "args">): Text;
  json(): PythonJsonValue;
}

/** Declares a command; see the head of this file for how to add one. */
export function defineCommand<const Specs extends ArgumentSpecs, Result>(
  definition: CommandDefinition<Specs, Result>,
): Command {
  return {
    ...definition,
    async execute(values, context) {
      const args = readArguments(definition.args, values);
      const result = await definition.run(args, context);
      return {
        exitCode: definition.exitCode?.(result, args) ?? 0,
        text: (renderContext) => definition.render(result, { ...renderContext, args }),
        json: () => (definition.toJson ? definition.toJson(result) : plainJson(result)),
      };
    },
  };
}

/** The result of an operation is plain data by design, which its type cannot always say. */
function plainJson(result: unknown): PythonJsonValue {
  return (result ?? null) as PythonJsonValue;
}
