import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one run of a command took. */
export interface Measurement {
  readonly wallSeconds: number;
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  /** Of the process itself, not of what it starts. */
  readonly peakBytes: number;
}

const scratch = mkdtempSync(join(tmpdir(), "lode-measure-"));
const script = join(import.meta.dirname, "measure.py");

/** Runs a command and measures it from outside, its start included. @throws if it fails */
export function measure(argv: readonly string[], { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }): Measurement {
  const report = join(scratch, "report.json");
  const { status, stderr } = spawnSync("python3", [script, report, cwd, ...argv], {
    env,
    stdio: ["ignore", "inherit", "pipe"],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
  const { wall, user, system, peakBytes } = JSON.parse(readFileSync(report, "utf8"));
  return { wallSeconds: wall, cpuSeconds: user + system, peakBytes };
}
