import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "./scratch-folder.ts";

/** What one run of a command took. */
export interface Measurement {
  readonly wallSeconds: number;
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  /** Of the process itself, not of what it starts. */
  readonly peakBytes: number;
}

const scratch = scratchFolder("measure");
const script = join(import.meta.dirname, "measure.py");

/** Where a command runs, and how far it is measured. */
export interface MeasureOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether its first line of output ends it. Default: it ends by itself. */
  readonly endsAtOutput?: boolean | undefined;
}

/** Runs a command and measures it from outside, its start included. @throws if it fails */
export function measure(argv: readonly string[], { cwd, env, endsAtOutput = false }: MeasureOptions): Measurement {
  const report = join(scratch, "report.json");
  const { status, stderr } = spawnSync("python3", [script, report, endsAtOutput ? "output" : "exit", cwd, ...argv], {
    env,
    stdio: ["ignore", "inherit", "pipe"],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
  const { wall, user, system, peakBytes } = JSON.parse(readFileSync(report, "utf8"));
  return { wallSeconds: wall, cpuSeconds: user + system, peakBytes };
}
