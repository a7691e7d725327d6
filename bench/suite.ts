import type { ProjectTool } from "./tool.ts";

/** A folder of one repeat and one tool, in which the steps of a suite run one after another. */
export interface Place {
  readonly tool: ProjectTool;
  /** Absolute; holds everything below. */
  readonly dir: string;
  /** The project, and the current folder of each command. */
  readonly project: string;
  /** Runs a command that is not measured. @throws if it fails */
  run(argv: readonly string[], cwd?: string): string;
  /** Runs lode or dvc, whichever this place is for, without measuring. @throws if it fails */
  runTool(args: readonly string[], cwd?: string): string;
  /** Moves a path of this place out of the way. Deleting many files would slow down what is created next. */
  setAside(path: string): void;
}

/** A program that does nothing but the work of a step, as a yardstick. */
export interface PlainCommand {
  /** For the table: `cp -r`. */
  readonly name: string;
  readonly argv: readonly string[];
}

/** One measured command. Steps run in order; each finds what the ones before it left. */
export interface Step {
  readonly name: string;
  /** Of lode and dvc. */
  readonly args: readonly string[] | ((place: Place) => readonly string[]);
  /** Where it runs, below the place. Default: the project. */
  readonly cwd?: string;
  /** Whether it is measured until it prints its first line, and killed then. Default: until it ends. */
  readonly endsAtOutput?: boolean;
  /** Done before it, unmeasured. */
  readonly prepare?: (place: Place) => void;
  /** Runs in lode's place, after lode. */
  readonly plain?: (place: Place) => PlainCommand | undefined;
}

/** Data and the steps that are measured with it. */
export interface Suite {
  readonly name: string;
  /** What the data are, with the real numbers. */
  readonly data: string;
  /** How often all steps are repeated by default. */
  readonly repeats: number;
  /** Which of the two have such commands. Default: both. */
  readonly tools?: readonly ProjectTool[];
  /** Makes the data and what the first step needs; the same bytes each time. */
  readonly setUp: (place: Place) => void;
  readonly steps: readonly Step[];
  /** What is printed below the table, when all is measured; a suite without steps measures here. */
  readonly note?: () => string | Promise<string>;
}
