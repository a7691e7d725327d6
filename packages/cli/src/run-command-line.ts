import { isLodeError, LodeError, unforeseenIoError } from "@lode/core";
import { type PythonJsonValue, pythonJson, pythonJsonPieces } from "@lode/core/formats";
import type { CommandContext, Text } from "./command.ts";
import { readEnvironment } from "./environment.ts";
import { describeError, errorToJson } from "./errors/describe-error.ts";
import { commandExitCode, openingExitCode, unexpectedErrorExitCode } from "./errors/exit-code.ts";
import { type ParsedLine, parseCommandLine } from "./grammar/parse-command-line.ts";
import { ParserExit } from "./grammar/parser-exit.ts";
import { verbosityConflict } from "./grammar/verbosity-conflict.ts";
import { exitOnBrokenPipe, interruptedExitCode, interruptionSignal } from "./interruption.ts";
import { linePieces } from "./ui/line-pieces.ts";
import { processUi, type Ui } from "./ui/ui.ts";

/** What DVC ends with when `-q` and `-v` contradict one another. */
const verbosityConflictExitCode = 2;

/**
 * Runs one command line to its end and says what the program has to end with. It writes to the streams of the process
 * and never throws.
 *
 * @param version of the program
 */
export async function runCommandLine(args: readonly string[], version: string): Promise<number> {
  exitOnBrokenPipe();
  const conflict = verbosityConflict(args);
  if (conflict !== undefined) {
    process.stderr.write(conflict);
    return verbosityConflictExitCode;
  }
  try {
    return await runParsed(await parseCommandLine(args, version), version);
  } catch (error) {
    if (error instanceof ParserExit) {
      reportParserExit(error, args);
      return error.exitCode;
    }
    process.stderr.write(`${describeError(error, { withStack: true })}\n`);
    return unexpectedErrorExitCode;
  }
}

/** To a program that asked for JSON, a wrong command line is an error like any other, in place of the help. */
function reportParserExit({ exitCode, stderr, stdout }: ParserExit, args: readonly string[]): void {
  process.stderr.write(stderr);
  const options = args.slice(0, args.includes("--") ? args.indexOf("--") : args.length);
  if (exitCode === 0 || !options.includes("--json")) process.stdout.write(stdout);
  else process.stdout.write(`${pythonJson(errorToJson(commandLineInvalid(stderr)))}\n`);
}

function commandLineInvalid(stderr: string): LodeError {
  return new LodeError("COMMAND_LINE_INVALID", stderr.replace(/^ERROR: /, "").trimEnd(), {
    hint: "See what the command takes with --help.",
  });
}

async function runParsed(line: ParsedLine, version: string): Promise<number> {
  const ui = processUi(line);
  const run: Run = { ui, signal: interruptionSignal(), openingErrors: new WeakSet(), version };
  try {
    changeDirectory(line.cd, run.openingErrors);
    if (line.command.isBulk === true) (await import("./small-heap.ts")).keepHeapSmall();
    const outcome = await line.command.execute(line.values, commandContext(line, run));
    ui.close();
    if (line.json && line.quiet && line.command.jsonIsDvcs === true) return outcome.exitCode;
    if (line.json) await printJson(outcome.json(), ui);
    else if (!line.quiet || line.command.ignoresQuiet === true) {
      await printText(outcome.text(renderContext(line, ui)), ui);
    }
    return outcome.exitCode;
  } catch (error) {
    ui.close();
    return await reportFailure(unforeseenIoError(error), line, run);
  }
}

interface Run {
  readonly ui: Ui;
  readonly signal: AbortSignal;
  /** Errors that came while a project was opened. */
  readonly openingErrors: WeakSet<LodeError>;
  readonly version: string;
}

function commandContext(line: ParsedLine, { ui, signal, openingErrors, version }: Run): CommandContext {
  const environment = readEnvironment(process.env);
  return {
    onEvent: ui.onEvent,
    signal,
    cwd: process.cwd(),
    environment,
    programVersion: version,
    waitForLock: line.waitForLock,
    quiet: line.quiet,
    verbosity: line.verbosity,
    offline: line.offline || environment.offline,
    json: line.json,
    async opening(open) {
      try {
        return await open();
      } catch (error) {
        if (isLodeError(error)) openingErrors.add(error);
        throw error;
      }
    },
    print: ui.notice,
    printJson: (value) => {
      if (line.json) ui.result(pythonJson(value));
    },
    // Reading stdin needs modules that few commands use.
    confirm: (question) => ask(question, line),
    confirmOnTerminal: async (question) => ui.stdoutIsTerminal && (await ask(question, line)),
    describeCommands: async () => (await import("./description/describe-commands.ts")).describeCommands(),
    inputLines: async () => (await import("./ui/input-lines.ts")).inputLines(),
  };
}

/** With `--json`, stdout is for the result alone. */
async function ask(question: string, { json }: ParsedLine): Promise<boolean> {
  const { confirm } = await import("./ui/confirm.ts");
  return confirm(question, { input: process.stdin, output: json ? process.stderr : process.stdout });
}

function renderContext(line: ParsedLine, ui: Ui) {
  return { style: ui.style, quiet: line.quiet, verbosity: line.verbosity, isTerminal: ui.stdoutIsTerminal };
}

async function printJson(value: PythonJsonValue, ui: Ui): Promise<void> {
  await ui.pieces(pythonJsonPieces(value, ui.stdoutIsTerminal ? { indent: 2 } : {}));
  ui.result("");
}

async function printText(text: Text, ui: Ui): Promise<void> {
  if (typeof text !== "string") await ui.pieces(linePieces(text));
  else if (text !== "") ui.result(text);
}

async function reportFailure(error: unknown, line: ParsedLine, { ui, signal, openingErrors }: Run): Promise<number> {
  if (signal.aborted) {
    ui.error("ERROR: interrupted by the user");
    return interruptedExitCode;
  }
  const text = describeError(error, { withStack: line.verbosity > 0 });
  ui.error(text.replace(/^ERROR/, ui.errorStyle("red", "ERROR")));
  if (line.json) {
    await ui.pieces(pythonJsonPieces(errorToJson(error)));
    ui.result("");
  }
  if (!isLodeError(error)) return unexpectedErrorExitCode;
  return openingErrors.has(error) ? openingExitCode(error) : commandExitCode(error, line.command);
}

function changeDirectory(path: string, openingErrors: WeakSet<LodeError>): void {
  if (path === ".") return;
  try {
    process.chdir(path);
  } catch (cause) {
    const error = new LodeError("IO_FAILED", `Cannot change to the folder "${path}": it cannot be entered`, {
      hint: "Name a folder that is there, and that you may enter.",
      cause,
    });
    openingErrors.add(error);
    throw error;
  }
}
