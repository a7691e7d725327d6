import { type OutdatedImport, outdated } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { argumentList } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { formatTable } from "../ui/table.ts";
import type { TextStyle } from "../ui/text-style.ts";

export const command = defineCommand({
  name: "outdated",
  summary: "List imports with their versions, and say which are behind",
  description:
    "Asks each source once and changes nothing. WANTED is what `lode update` moves to; NEWEST may be outside of the range that an import follows. An import is behind if its data there is another.",
  args: {
    recursive: flag({ short: "R", help: "Take directories for all stage files below them" }),
    targets: argumentList({ help: "Which imports: .dvc files or outputs; default: all" }),
  },
  examples: [
    { line: "lode outdated", note: "all imports of the project" },
    { line: "lode outdated --json data/cats.dvc", note: "one, for a program" },
  ],
  exitCodes: { 1: "an import is behind, or its source could not be asked" },
  failureExitCode: 255,
  async run(args, context) {
    return outdated(await openCommandProject(context), args, context);
  },
  render: (imports, { style }) => (imports.length === 0 ? "There are no imports." : table(imports, style)),
  exitCode: (imports) => (imports.some(({ state }) => state !== "current") ? 1 : 0),
});

const columns = ["IMPORT", "CURRENT", "WANTED", "NEWEST", "STATE"].map((title) => ({ title }));

const words: Readonly<Record<OutdatedImport["state"], string>> = {
  current: "up to date",
  behind: "behind",
  unknown: "not asked",
};

function table(imports: readonly OutdatedImport[], style: TextStyle): string {
  const rows = imports.map(({ dvcFile, current, wanted, newest, state }) => [
    dvcFile,
    version(current),
    version(wanted),
    version(newest),
    words[state],
  ]);
  const [title = "", ...lines] = formatTable(columns, rows).split("\n");
  const shown = lines.map((line, i) => (imports[i]?.state === "behind" ? style("yellow", line) : line));
  return [title, ...shown].join("\n");
}

function version(seen: OutdatedImport["current"]): string {
  return seen === null ? "-" : (seen.tag ?? seen.commit.slice(0, 7));
}
