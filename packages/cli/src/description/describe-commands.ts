import type { ArgumentSpec } from "../arguments/argument-spec.ts";
import type { Command } from "../command.ts";
import { registry } from "../commands/registry.ts";
import type { CommandEntry, CommandGroup } from "../commands/registry-entry.ts";
import { exitCodesOf } from "../grammar/build-command-parser.ts";
import { kebabCase } from "../grammar/kebab-case.ts";
import type {
  CommandLanguage,
  DescribedArgument,
  DescribedCommand,
  DescribedGroup,
  DescribedOption,
} from "./command-language.ts";

/** Loads all commands and describes them. */
export async function describeCommands(): Promise<CommandLanguage> {
  const commands: DescribedCommand[] = [];
  const groups: DescribedGroup[] = [];
  for (const [word, entry] of Object.entries(registry)) {
    if (entry.kind === "foreign" || (entry.kind === "group" && entry.hidden === true)) continue;
    if (entry.kind === "command") {
      commands.push(await describe([word], entry), ...(await describeGroup(word, { commands: entry.commands ?? {} })));
    } else {
      groups.push({ word, summary: entry.summary });
      commands.push(...(await describeGroup(word, entry)));
    }
  }
  return { commands, groups };
}

function describeGroup(
  word: string,
  { commands }: Pick<CommandGroup, "commands">,
): Promise<readonly DescribedCommand[]> {
  return Promise.all(Object.entries(commands).map(([name, entry]) => describe([word, name], entry)));
}

async function describe(words: readonly string[], entry: CommandEntry): Promise<DescribedCommand> {
  const { command } = await entry.load();
  const specs = Object.entries(command.args).filter(([, spec]) => spec.help !== undefined);
  return {
    words,
    aliases: entry.aliases ?? [],
    summary: command.summary,
    description: command.description ?? "",
    examples: command.examples,
    exitCodes: exitCodesOf(command),
    options: [
      ...specs.flatMap(([key, spec]) => (spec.positional ? [] : describeOption(key, spec))),
      ...commonOptions(command),
    ],
    positionals: specs.flatMap(([key, spec]) => (spec.positional ? [describeValue(kebabCase(key), spec)] : [])),
  };
}

function describeOption(key: string, spec: ArgumentSpec<unknown>): DescribedOption {
  const long = spec.long ?? kebabCase(key);
  const isSwitch = spec.negatable === true || spec.parse.action === "store_true";
  return {
    spellings: [
      ...(spec.short === undefined ? [] : [`-${spec.short}`]),
      `--${long}`,
      ...(spec.negatable === true ? [`--no-${long}`] : []),
    ],
    help: spec.help ?? "",
    value: isSwitch ? undefined : describeValue(`<${long}>`, spec),
    addition: spec.addition,
  };
}

function describeValue(name: string, { parse, help = "" }: ArgumentSpec<unknown>): DescribedArgument {
  const choices = Array.isArray(parse.choices) ? parse.choices.map(String) : [];
  const isList = parse.nargs === "*" || parse.nargs === "+";
  const isOptional = parse.nargs === "*" || parse.nargs === "?";
  return { name: typeof parse.metavar === "string" ? parse.metavar : name, help, choices, isOptional, isList };
}

function commonOptions({ args, isLocal, jsonIsDvcs }: Command): readonly DescribedOption[] {
  const option = (spellings: readonly string[], help: string, addition: boolean): DescribedOption => ({
    spellings,
    help,
    value: undefined,
    addition,
  });
  return [
    ...(isLocal === true ? [] : [option(["--offline"], "Use no network: what is on this machine has to do", true)]),
    ...("json" in args ? [] : [option(["--json"], "Print the result as JSON", jsonIsDvcs !== true)]),
    option(["-q", "--quiet"], "Print nothing but errors", false),
    option(["-v", "--verbose"], "Print more", false),
    option(["-h", "--help"], "Show the help and exit", false),
  ];
}
