import type { Measurement } from "./measure.ts";
import type { StepResult } from "./run-suite.ts";
import { type Tool, tools } from "./tool.ts";

/** Medians of one step. */
export interface StepSummary {
  readonly name: string;
  readonly plainName: string | undefined;
  readonly medians: Partial<Record<Tool, Measurement>>;
  /** How many times faster than DVC, and how many times slower than the plain program, by wall time. */
  readonly fasterThanDvc: number | undefined;
  readonly slowerThanPlain: number | undefined;
}

/** Takes the medians of what was measured. */
export function summarize({ name, plainName, runs }: StepResult): StepSummary {
  const medians = Object.fromEntries(
    tools.flatMap((tool) => (runs[tool] === undefined ? [] : [[tool, medianOf(runs[tool])]])),
  ) as StepSummary["medians"];
  const { lode, dvc, plain } = medians;
  const ratio = (slow: Measurement | undefined, fast: Measurement | undefined): number | undefined =>
    slow === undefined || fast === undefined ? undefined : slow.wallSeconds / fast.wallSeconds;
  return { name, plainName, medians, fasterThanDvc: ratio(dvc, lode), slowerThanPlain: ratio(lode, plain) };
}

function medianOf(runs: readonly Measurement[]): Measurement {
  const median = (pick: (run: Measurement) => number): number => {
    const sorted = runs.map(pick).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    wallSeconds: median((run) => run.wallSeconds),
    cpuSeconds: median((run) => run.cpuSeconds),
    peakBytes: median((run) => run.peakBytes),
  };
}

const columns = [
  "dvc",
  "lode",
  "plain",
  "dvc/lode",
  "lode/plain",
  "lode cpu",
  "dvc cpu",
  "plain cpu",
  "lode MB",
  "dvc MB",
];

/** Prints the summaries as a table: seconds of wall and CPU time, and peak memory. */
export function tableOf(summaries: readonly StepSummary[]): string {
  const rows = summaries.map((summary) => [summary.name, ...cellsOf(summary)]);
  const lines = [["step", ...columns, "plain is"], ...rows].map((cells) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(24) : at > columns.length ? `  ${cell}` : cell.padStart(11)))
      .join(""),
  );
  return lines.join("\n");
}

function cellsOf({ medians: { lode, dvc, plain }, ...summary }: StepSummary): readonly string[] {
  const seconds = (value: number | undefined): string => (value === undefined ? "" : value.toFixed(3));
  const times = (value: number | undefined): string => (value === undefined ? "" : `${value.toFixed(1)} x`);
  const megabytes = (run: Measurement | undefined): string =>
    run === undefined ? "" : (run.peakBytes / 1e6).toFixed(0);
  return [
    seconds(dvc?.wallSeconds),
    seconds(lode?.wallSeconds),
    seconds(plain?.wallSeconds),
    times(summary.fasterThanDvc),
    times(summary.slowerThanPlain),
    seconds(lode?.cpuSeconds),
    seconds(dvc?.cpuSeconds),
    seconds(plain?.cpuSeconds),
    megabytes(lode),
    megabytes(dvc),
    summary.plainName ?? "",
  ];
}
