import { expect, test } from "vitest";
import {
  flag,
  integerOption,
  listOption,
  negatableFlag,
  optionalChoiceOption,
  pairsOption,
  repeatedChoiceOption,
  textOption,
} from "../arguments/options.ts";
import { argument, argumentList, optionalArgument } from "../arguments/positionals.ts";
import { readArguments } from "../arguments/read-arguments.ts";
import { defineCommand } from "../command.ts";
import { buildCommandParser } from "./build-command-parser.ts";
import { ParserExit } from "./parser-exit.ts";

const specs = {
  first: argument({ help: "The first" }),
  maybe: optionalArgument(),
  rest: argumentList(),
  force: flag({ short: "f", help: "100 % sure" }),
  jobs: integerOption({ short: "j" }),
  rev: textOption(),
  remote: textOption({ short: "r" }),
  targets: listOption(),
  runCache: negatableFlag(),
  untrackedFiles: optionalChoiceOption(["no", "all"], "all"),
  type: repeatedChoiceOption(["metrics", "plots"]),
  fsConfig: pairsOption(),
  jump: flag({ addition: true }),
};

const command = defineCommand({
  name: "try",
  summary: "Try the parser",
  args: specs,
  examples: [{ line: "lode try a", note: "100 %" }],
  failureExitCode: 1,
  run: () => Promise.resolve(0),
  render: () => "",
});

function parse(...args: string[]) {
  const [raw, unknown] = buildCommandParser(command).parse_known_args(args);
  return { ...readArguments(specs, raw), unknown };
}

const nothing = {
  first: "a",
  maybe: undefined,
  rest: [],
  force: false,
  jobs: undefined,
  rev: undefined,
  remote: undefined,
  targets: undefined,
  runCache: undefined,
  untrackedFiles: undefined,
  type: [],
  fsConfig: undefined,
  jump: false,
  unknown: [],
};

test.each([
  [["a"], {}],
  [["a", "b", "c", "d"], { maybe: "b", rest: ["c", "d"] }],
  [["-fj4", "a"], { force: true, jobs: 4 }],
  [["--jobs=1_0", "a"], { jobs: 10 }],
  [["a", "--jo", " 4 "], { jobs: 4 }],
  [["a", "-r=x"], { remote: "x" }],
  [["a", "--no-run"], { runCache: false }],
  [["a", "--run-cache", "--no-run-cache", "--run-cache"], { runCache: true }],
  [["a", "--untracked-files"], { untrackedFiles: "all" }],
  [["--untracked-files=no", "a"], { untrackedFiles: "no" }],
  [["a", "--type", "plots", "--type=metrics"], { type: ["metrics", "plots"] }],
  [["a", "--fs-config", "k=v=w", "--fs-config", "l=1", "m=2"], { fsConfig: { k: "v=w", l: "1", m: "2" } }],
  [["a", "--targets"], { targets: [] }],
  [["a", "--targets", "x", "y", "--force"], { targets: ["x", "y"], force: true }],
  [["--", "-a"], { first: "-a" }],
  [["a", "--j", "4"], { jobs: 4 }],
  [["a", "--jump"], { jump: true }],
  [["a", "--", "--force"], { maybe: "--force" }],
])("the parser reads %j", (args, values) => {
  expect(parse(...args)).toEqual({ ...nothing, ...values });
});

test.each([
  [["a", "-j", "4", "b"], ["b"]],
  [["a", "--nothing"], ["--nothing"]],
])("the parser leaves over what Python 3.11 leaves over of %j", (args, unknown) => {
  expect(parse(...args).unknown).toEqual(unknown);
});

test.each([
  [["a", "-j", "x"], "argument -j/--jobs: invalid int value: 'x'"],
  [["a", "--re", "x"], "ambiguous option: --re could match --rev, --remote"],
  [["a", "--untracked-files=x"], "argument --untracked-files: invalid choice: 'x' (choose from 'no', 'all')"],
  [["a", "--fs-config", "k="], 'argument --fs-config: Could not parse argument "k=" as k1=v1 k2=v2 ... format'],
  [["a", "--force=1"], "argument -f/--force: ignored explicit argument '1'"],
  [[], "the following arguments are required: first"],
])("the parser refuses %j with the help on stdout", (args, message) => {
  const exit = catchExit(() => parse(...args));
  expect(exit).toMatchObject({ exitCode: 254, stderr: `ERROR: ${message}\n` });
  expect(exit.stdout).toMatch(/^usage: lode try /);
});

test("the help holds per cent signs, examples and exit codes", () => {
  const exit = catchExit(() => parse("--help"));
  expect(exit.exitCode).toBe(0);
  for (const text of ["100 % sure", "100 %\n", "  254  the command line is wrong"]) expect(exit.stdout).toContain(text);
});

function catchExit(action: () => unknown): ParserExit {
  try {
    action();
  } catch (error) {
    if (error instanceof ParserExit) return error;
    throw error;
  }
  throw new Error("the parser accepted the command line");
}
