import type { Answer } from "./load.ts";

/** The value that a part of the values is not above: 0.5 the median, 1 the largest. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** A line for each kind of request and one for all: how many, median, 99th percentile, the longest, and how many failed. */
export function latencyTable(answers: readonly Answer[]): string {
  const kinds = Map.groupBy(answers, ({ kind }) => kind);
  return [["", "count", "p50", "p99", "max", "failed"], ...[...kinds].map(lineOf), lineOf(["all", answers])]
    .map(([kind = "", ...figures]) => kind.padEnd(26) + figures.map((figure) => figure.padStart(9)).join(""))
    .join("\n");
}

function lineOf([kind, answers]: readonly [string, readonly Answer[]]): readonly string[] {
  const ms = answers.map((answer) => answer.ms);
  const failed = answers.filter(({ status }) => status !== 200).length;
  const times = [0.5, 0.99, 1].map((part) => percentile(ms, part).toFixed(1));
  return [kind, String(ms.length), ...times, String(failed)];
}
