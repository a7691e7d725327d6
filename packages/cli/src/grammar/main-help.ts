import { sections } from "../commands/registry.ts";
import type { CommandEntry, CommandGroup } from "../commands/registry-entry.ts";
import { foreignCommands } from "../commands/sections/foreign-commands.ts";
import { mainOptions } from "./main-options.ts";

const verbosity: readonly (readonly [string, string])[] = [
  ["-q, --quiet", "Print nothing but errors (after the command)"],
  ["-v, --verbose", "Print more (after the command)"],
];

/** The text of `lode --help`. */
export function mainHelp(): string {
  const lines = [
    "usage: lode [-h] [-V] [--cd <path>] [--wait-for-lock] command ...",
    "",
    "Share and version datasets and models in Git projects, with DVC's formats and commands.",
  ];
  for (const { title, commands } of sections) {
    const rows = Object.entries(commands).map(([name, entry]) => row(nameWithAliases(name, entry), entry.summary));
    lines.push("", `${title}:`, ...rows);
  }
  const options = mainOptions.map(({ spellings, help, value }): [string, string] => [
    `${spellings.join(", ")}${value === undefined ? "" : ` ${value.name}`}`,
    help,
  ]);
  lines.push("", "Options:", ...[...options, ...verbosity].map(([name, text]) => row(name, text)));
  lines.push("", ...foreignNote());
  lines.push("", "Run `lode <command> --help` for the help of a command.", "");
  return lines.join("\n");
}

/** The text of the help of a word with commands behind it. */
export function groupHelp(name: string, entry: CommandGroup): string {
  const rows = Object.entries(entry.commands).map(([word, { summary }]) => row(word, summary));
  const lines = [
    `usage: lode ${name} [-h] command ...`,
    "",
    `${entry.summary}.`,
    "",
    "Commands:",
    ...rows,
    "",
    `Run \`lode ${name} <command> --help\` for the help of a command.`,
    "",
  ];
  return lines.join("\n");
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(18)} ${text}`;
}

function nameWithAliases(name: string, entry: CommandEntry | CommandGroup): string {
  return entry.kind === "command" ? [name, ...(entry.aliases ?? [])].join(", ") : name;
}

function foreignNote(): string[] {
  return [
    "Not here, use the dvc command for these (lode answers with exit code 1):",
    `  ${Object.keys(foreignCommands).join(", ")}`.replaceAll(/(.{1,90})(?: |$)/g, "$1\n  ").trimEnd(),
  ];
}
