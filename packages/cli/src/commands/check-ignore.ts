import { checkIgnore, type IgnoreCheck, LodeError } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { argumentList } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";

export const command = defineCommand({
  name: "check-ignore",
  summary: "Say which paths .dvcignore excludes",
  description: "Prints the targets that are excluded. They need not exist.",
  args: {
    targets: argumentList({ help: "Files or directories" }),
    details: flag({ short: "d", help: "Also print which rule decides, as <file>:<line>:<pattern>" }),
    all: flag({ short: "a" }),
    nonMatching: flag({ short: "n", help: "Also print targets that no rule matches (with -d)" }),
    stdin: flag({ help: "Read the targets from stdin, one on each line, up to an empty line" }),
  },
  examples: [
    { line: "lode check-ignore data/tmp/a.log", note: "exit code 0 if it is excluded" },
    { line: "lode check-ignore -d data/*", note: "which rule excludes what" },
  ],
  exitCodes: { 1: "no target matches a rule" },
  isLocal: true,
  failureExitCode: 255,
  async run({ targets, details, all, nonMatching, stdin }, context) {
    const project = await openCommandProject(context);
    refuseOptions({ targets, details, all, nonMatching, stdin, quiet: context.quiet });
    const checks: IgnoreCheck[] = [];
    const asked = stdin ? untilEmpty(await context.inputLines()) : targets;
    for await (const check of checkIgnore(project, asked)) {
      checks.push(check);
      // At once: whoever writes to stdin may wait for each answer.
      for (const line of checkLines(check, { details, nonMatching })) context.print(line);
    }
    return checks;
  },
  render: () => "",
  exitCode: (checks, { details }) =>
    checks.some(({ ignored, rule }) => ignored || (details && rule !== null)) ? 0 : 1,
});

async function* untilEmpty(lines: AsyncIterable<string>): AsyncIterable<string> {
  for await (const line of lines) {
    if (line === "") return;
    yield line;
  }
}

interface Shown {
  readonly details: boolean;
  readonly nonMatching: boolean;
}

function checkLines({ target, ignored, rule }: IgnoreCheck, { details, nonMatching }: Shown): readonly string[] {
  if (!details) return ignored ? [target] : [];
  if (rule !== null) return [`${rule.description}\t${target}`];
  return nonMatching ? [`::\t${target}`] : [];
}

interface Given extends Shown {
  readonly targets: readonly string[];
  readonly all: boolean;
  readonly stdin: boolean;
  readonly quiet: boolean;
}

function refuseOptions({ targets, details, all, nonMatching, stdin, quiet }: Given): void {
  if (!stdin && targets.length === 0) throw conflict("Cannot check nothing: there is neither a target nor --stdin");
  if (stdin && targets.length > 0) throw conflict("Cannot use --stdin together with targets");
  if (nonMatching && !details) throw conflict("Cannot use --non-matching without --details");
  if (all && !details) throw conflict("Cannot use --all without --details");
  if (quiet && details) throw conflict("Cannot use --details together with --quiet");
}

function conflict(message: string): LodeError {
  return new LodeError("OPTIONS_CONFLICT", message, {
    hint: "See what goes together with `lode check-ignore --help`.",
  });
}
