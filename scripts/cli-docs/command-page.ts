import { sections } from "../../packages/cli/src/commands/registry.ts";
import type {
  CommandLanguage,
  DescribedArgument,
  DescribedCommand,
  DescribedOption,
} from "../../packages/cli/src/description/command-language.ts";

const NOTE = "<!-- Made from the commands' definitions by `npm run docs`; do not edit. -->";

/** The name of a command's page. */
export function pageName({ words }: DescribedCommand): string {
  return `${words.join("-")}.md`;
}

/**
 * Writes the page of one command.
 *
 * @param shape of what it prints with `--json`; undefined if it is only known that it is JSON
 */
export function commandPage(command: DescribedCommand, shape: string | undefined): string {
  const name = `lode ${command.words.join(" ")}`;
  const aliases = command.aliases.map((alias) => `\`${alias}\``).join(", ");
  return joinParts([
    NOTE,
    `# ${name}`,
    `${command.summary}.${aliases === "" ? "" : ` Also: ${aliases}.`}`,
    command.description,
    `\`\`\`\n${[name, "[options]", ...command.positionals.map(usage)].join(" ")}\n\`\`\``,
    table(["argument", "meaning"], command.positionals.map(argumentRow)),
    table(["option", "meaning"], command.options.map(optionRow)),
    command.options.some(({ addition }) => addition) ? "Options marked with + are not in DVC." : "",
    "## Examples",
    command.examples.map(({ line, note }) => `\`\`\`sh\n${line}  # ${note}\n\`\`\``).join("\n\n"),
    "## Exit codes",
    table(["code", "meaning"], Object.entries(command.exitCodes)),
    "## JSON",
    shape === undefined
      ? `With \`--json\` it prints what DVC's command prints with it.`
      : `With \`--json\` it prints this; see [json.md](../json.md) for errors and what may change.\n\n\`\`\`ts\n${shape}\n\`\`\``,
  ]);
}

/** Writes the table of all commands. */
export function indexPage({ commands, groups }: CommandLanguage): string {
  const rowsOf = (word: string): string[][] =>
    commands
      .filter(({ words }) => words[0] === word)
      .map((command) => [`[${command.words.join(" ")}](${pageName(command)})`, command.summary]);
  const parts = sections.flatMap((section) => [
    `## ${section.title}`,
    table(["command", "does"], Object.keys(section.commands).flatMap(rowsOf)),
  ]);
  const groupNames = groups.map(({ word }) => `\`${word}\``).join(", ");
  return joinParts([
    NOTE,
    "# Commands",
    "`lode COMMAND --help` prints the same. Every command takes `--json`; see [json.md](../json.md).",
    ...parts,
    `${groupNames} are words with commands behind them.`,
  ]);
}

function joinParts(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function usage({ name, isOptional, isList }: DescribedArgument): string {
  const text = isList ? `${name} ...` : name;
  return isOptional ? `[${text}]` : text;
}

function argumentRow({ name, help, choices }: DescribedArgument): readonly string[] {
  return [`\`${name}\``, help + choiceNote(choices)];
}

function optionRow({ spellings, help, value, addition }: DescribedOption): readonly string[] {
  const names = spellings.map((spelling) => `\`${spelling}\``).join(", ");
  const valueName = value === undefined ? "" : ` \`${value.isOptional ? `[${value.name}]` : value.name}\``;
  return [`${names}${valueName}${addition ? " +" : ""}`, help + choiceNote(value?.choices ?? [])];
}

function choiceNote(choices: readonly string[]): string {
  return choices.length === 0 ? "" : ` (${choices.map((choice) => `\`${choice}\``).join(", ")})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
