import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Measurement, type MeasureOptions, measure } from "./measure.ts";
import { type MeasuredPlace, makePlace } from "./place.ts";
import type { Step, Suite } from "./suite.ts";
import { type ProjectTool, programs, type Tool } from "./tool.ts";

/** How a suite is run. */
export interface RunOptions {
  /** Absolute; everything is made below it. */
  readonly dir: string;
  readonly tools: readonly Tool[];
  readonly repeats: number;
  /** Names of steps; the others run unmeasured, since each finds what the ones before it left. Undefined: all. */
  readonly only: readonly string[] | undefined;
}

/** What was measured of one step, a measurement for each repeat. */
export interface StepResult {
  readonly name: string;
  readonly runs: Partial<Record<Tool, Measurement[]>>;
  /** The plain program, as the table names it. */
  plainName?: string;
}

/**
 * Runs all steps with each tool, one tool after the other within a step, so that a slower machine slows them alike. The
 * disk is synced before each measured command, and no tree is deleted in between.
 */
export function runSuite(suite: Suite, options: RunOptions): readonly StepResult[] {
  const results = suite.steps.map(({ name }): StepResult => ({ name, runs: {} }));
  const { tools = ["dvc", "lode"] } = suite;
  const projectTools = tools.filter((tool) => options.tools.includes(tool));
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    const places = projectTools.map((tool) => makePlace(tool, join(options.dir, `${suite.name}-${repeat}-${tool}`)));
    for (const place of places) suite.setUp(place);
    for (const [at, step] of suite.steps.entries()) {
      const result = results[at];
      if (result === undefined) continue;
      for (const place of places) runStep(step, place, { options, result });
    }
  }
  return results.filter(({ name }) => options.only?.includes(name) ?? true);
}

interface Target {
  readonly options: RunOptions;
  readonly result: StepResult;
}

function runStep(step: Step, place: MeasuredPlace, { options, result }: Target): void {
  step.prepare?.(place);
  const cwd = step.cwd === undefined ? place.project : join(place.dir, step.cwd);
  const args = typeof step.args === "function" ? step.args(place) : step.args;
  const { endsAtOutput } = step;
  const measured = measureSynced([...programs[place.tool], ...args], { cwd, env: place.env, endsAtOutput });
  if (options.only?.includes(step.name) === false) return;
  note(result, place.tool, measured);
  if (place.tool !== "lode" || !options.tools.includes("plain")) return;
  const plain = step.plain?.(place);
  if (plain === undefined) return;
  result.plainName = plain.name;
  note(result, "plain", measureSynced(plain.argv, { cwd, env: place.env }));
}

function measureSynced(argv: readonly string[], at: MeasureOptions): Measurement {
  spawnSync("sync");
  return measure(argv, at);
}

function note({ runs }: StepResult, tool: ProjectTool | Tool, measurement: Measurement): void {
  runs[tool] ??= [];
  runs[tool].push(measurement);
}
