import type { RawValues } from "../arguments/argument-spec.ts";
import type { Command } from "../command.ts";
import { registry } from "../commands/registry.ts";
import type { CommandEntry, CommandGroup, ForeignCommand, RegistryEntry } from "../commands/registry-entry.ts";
import { addVerbosity, buildCommandParser } from "./build-command-parser.ts";
import { CommandParser } from "./command-parser.ts";
import { groupHelp, mainHelp } from "./main-help.ts";
import { ParserExit } from "./parser-exit.ts";

/** A command line that was understood. */
export interface ParsedLine {
  readonly command: Command;
  /** What the parser stored for the command's arguments. */
  readonly values: RawValues;
  readonly cd: string;
  readonly waitForLock: boolean;
  readonly quiet: boolean;
  readonly verbosity: number;
  readonly json: boolean;
  readonly offline: boolean;
}

/** What stands before the command, and the command with all that follows. */
interface MainValues {
  readonly cd: string;
  readonly waitForLock: boolean;
  readonly words: readonly string[];
}

/** A word that was found in the registry, with the texts behind it. */
interface Found<Entry> {
  /** Spelled as in the registry, aliases resolved. */
  readonly name: string;
  readonly entry: Entry;
  readonly rest: readonly string[];
}

/**
 * Reads a command line. Only the chosen command is loaded.
 *
 * As in DVC, `-q` and `-v` before the command are accepted and have no effect: the command's own default replaces them.
 *
 * @param version printed by `--version`
 * @throws ParserExit for help, version and mistakes
 */
export async function parseCommandLine(args: readonly string[], version: string): Promise<ParsedLine> {
  const main = mainParser(version);
  const [values, unknown] = main.parse_known_args<MainValues>([...args]);
  const { name, entry, rest } = find(registry, values.words);
  if (entry.kind === "foreign") throw foreignCommand(name, entry, rest);
  const leaf = entry.kind === "group" ? parseGroup(name, entry, rest) : { ...findBehind(entry, rest), unknown: [] };
  const { command } = await leaf.entry.load();
  const parser = buildCommandParser(command);
  const [raw, leftOver] = parser.parse_known_args<RawValues>([...leaf.rest]);
  const allUnknown = [...unknown, ...leaf.unknown, ...leftOver];
  if (allUnknown.length > 0) parser.error(`unrecognized arguments: ${allUnknown.join(" ")}`);
  return {
    command,
    values: raw,
    cd: values.cd,
    waitForLock: values.waitForLock,
    quiet: Number(raw.quiet) > 0,
    verbosity: Number(raw.verbose),
    json: raw.json === true,
    offline: raw.offline === true,
  };
}

function mainParser(version: string): CommandParser {
  const parser = new CommandParser({ prog: "lode", add_help: false }, new Set(), mainHelp);
  addVerbosity(parser);
  parser.add_argument("-V", "--version", { action: "version", version });
  parser.add_argument("--cd", { default: "." });
  parser.add_argument("--wait-for-lock", { action: "store_true", default: false, dest: "waitForLock" });
  parser.add_argument("words", { nargs: "A...", metavar: "command", choices: namesOf(registry) });
  return parser;
}

function parseGroup(name: string, group: CommandGroup, args: readonly string[]) {
  const parser = new CommandParser({ prog: `lode ${name}`, add_help: false }, new Set(), () => groupHelp(name, group));
  // As in DVC, a group for other programs has no help of its own.
  addVerbosity(parser, { help: group.hidden !== true });
  parser.add_argument("words", { nargs: "A...", metavar: "cmd", choices: namesOf(group.commands) });
  const [values, unknown] = parser.parse_known_args<Pick<MainValues, "words">>([...args]);
  return { ...find(group.commands, values.words), unknown };
}

/** The command that the next word means, if the command has such, or the command itself. */
function findBehind(entry: CommandEntry, rest: readonly string[]): Omit<Found<CommandEntry>, "name"> {
  const [word = "", ...behind] = rest;
  const own = Object.entries(entry.commands ?? {}).find(([name]) => name === word);
  return own === undefined ? { entry, rest } : { entry: own[1], rest: behind };
}

/** The words have passed the parser's choices, so the first one is in the record. */
function find<Entry extends RegistryEntry>(
  entries: Readonly<Record<string, Entry>>,
  [word = "", ...rest]: readonly string[],
): Found<Entry> {
  const found = Object.entries(entries).find(([name, entry]) => name === word || aliasesOf(entry).includes(word));
  if (found === undefined) throw new ParserExit(254, { stderr: `ERROR: there is no command '${word}'\n` });
  return { name: found[0], entry: found[1], rest };
}

function namesOf(entries: Readonly<Record<string, RegistryEntry>>): string[] {
  return Object.entries(entries).flatMap(([name, entry]) => [name, ...aliasesOf(entry)]);
}

function aliasesOf(entry: RegistryEntry): readonly string[] {
  return entry.kind === "group" ? [] : (entry.aliases ?? []);
}

/** What Lode ends with when it is asked for a command of DVC that it does not have. */
const foreignCommandExitCode = 1;

function foreignCommand(name: string, { reason, needsWord }: ForeignCommand, rest: readonly string[]): ParserExit {
  const exitCode = needsWord === true && rest.length === 0 ? 254 : foreignCommandExitCode;
  return new ParserExit(exitCode, { stderr: `ERROR: lode ${reason}; use \`dvc ${name}\`\n` });
}
