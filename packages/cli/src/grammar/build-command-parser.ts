import type { ArgumentOptions } from "argparse";
import { BooleanOptionalAction, RawDescriptionHelpFormatter, SUPPRESS } from "argparse";
import type { ArgumentSpec } from "../arguments/argument-spec.ts";
import type { Command } from "../command.ts";
import { CommandParser } from "./command-parser.ts";
import { kebabCase } from "./kebab-case.ts";

/** Where arguments are added: a parser, or a set of options that exclude one another. */
interface ArgumentHome {
  add_argument(...namesAndOptions: [...string[], ArgumentOptions]): unknown;
}

/**
 * Makes the parser of one command. What it stores has the keys of the command's arguments, and besides `quiet`,
 * `verbose` (both counts), `json` and `offline`.
 */
export function buildCommandParser(command: Command): CommandParser {
  const parser = new CommandParser(
    {
      prog: `lode ${command.name}`,
      description: [`${command.summary}.`, command.description ?? ""].join("\n\n").trim(),
      epilog: epilog(command),
      formatter_class: RawDescriptionHelpFormatter,
      add_help: false,
    },
    new Set([...additions(command)]),
  );
  addCommonOptions(parser, command);
  const homes = exclusiveHomes(parser, command);
  for (const [key, spec] of Object.entries(command.args)) addArgument(homes.get(key) ?? parser, key, spec);
  return parser;
}

/** Adds what every parser of DVC has. */
export function addVerbosity(parser: CommandParser, { help = true }: { readonly help?: boolean } = {}): void {
  if (help) parser.add_argument("-h", "--help", { action: "help", default: SUPPRESS, help: "Show this help and exit" });
  const group = parser.add_mutually_exclusive_group();
  group.add_argument("-q", "--quiet", { action: "count", default: 0, help: "Print nothing but errors" });
  group.add_argument("-v", "--verbose", { action: "count", default: 0, help: "Print more" });
}

function addCommonOptions(parser: CommandParser, command: Command): void {
  addVerbosity(parser);
  if (command.isLocal !== true) addSwitch(parser, "--offline", "Use no network: what is on this machine has to do");
  if (!("json" in command.args)) addSwitch(parser, "--json", "Print the result as JSON");
}

function addSwitch(parser: CommandParser, name: string, help: string): void {
  parser.add_argument(name, { action: "store_true", default: false, help });
}

function* additions(command: Command): Iterable<string> {
  if (command.jsonIsDvcs !== true) yield "--json";
  yield "--offline";
  for (const [key, spec] of Object.entries(command.args)) {
    if (spec.addition) yield `--${spec.long ?? kebabCase(key)}`;
  }
}

function exclusiveHomes(parser: CommandParser, command: Command): Map<string, ArgumentHome> {
  const homes = new Map<string, ArgumentHome>();
  for (const keys of command.exclusive ?? []) {
    const group = parser.add_mutually_exclusive_group();
    for (const key of keys) homes.set(key, group);
  }
  return homes;
}

function addArgument(home: ArgumentHome, key: string, spec: ArgumentSpec<unknown>): void {
  // A per cent sign starts a placeholder in argparse's help.
  const help = spec.help === undefined ? SUPPRESS : spec.help.replaceAll("%", "%%");
  const options = { ...spec.parse, help };
  if (spec.positional) {
    home.add_argument(key, options.metavar === undefined ? { ...options, metavar: kebabCase(key) } : options);
    return;
  }
  const long = `--${spec.long ?? kebabCase(key)}`;
  const names = spec.short === undefined ? [long] : [`-${spec.short}`, long];
  const action = spec.negatable === true ? { action: BooleanOptionalAction } : {};
  home.add_argument(...names, { ...options, ...action, dest: key });
}

function epilog(command: Command): string {
  const examples = command.examples.map(({ line, note }) => `  ${line}\n      ${note}`);
  const codes = Object.entries(exitCodesOf(command));
  const parts = [
    ...(examples.length > 0 ? [`examples:\n${examples.join("\n")}`] : []),
    `exit codes:\n${codes.map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`).join("\n")}`,
  ];
  return parts.join("\n\n");
}

/** What the exit codes of a command mean. */
export function exitCodesOf({ failureExitCode, exitCodes }: Command): Readonly<Record<number, string>> {
  return { ...standardCodes(failureExitCode), ...exitCodes };
}

function standardCodes(failureExitCode: 1 | 255): Record<number, string> {
  return {
    0: "done",
    [failureExitCode]: "failed",
    251: "the configuration is wrong, or a sign-in failed",
    252: "interrupted",
    253: "not inside a project",
    254: "the command line is wrong",
  };
}
