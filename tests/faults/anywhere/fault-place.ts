import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "./fault.ts";
import type { FaultScenario } from "./scenarios.ts";

const binary = join(import.meta.dirname, "../../../packages/cli/bin/lode.js");
const preload = join(import.meta.dirname, "inject-faults.ts");

/** What a disturbed command ended with. */
export interface FaultRun {
  readonly exitCode: number | null;
  readonly stderr: string;
  /** The call that was struck; undefined if the command ended before. */
  readonly struck: string | undefined;
}

/** Folders in which a scenario is played again and again, each time from the same start. */
export class FaultPlace implements Disposable {
  readonly #scratch = realpathSync(mkdtempSync(join(tmpdir(), "lode-fault-")));
  readonly #start = join(this.#scratch, "start");
  readonly #scenario: FaultScenario;
  /** Absolute; what a scenario changes is in it: `work`, the project, and its neighbours. */
  readonly root = join(this.#scratch, "run");

  /** Makes the start of a scenario. */
  constructor(scenario: FaultScenario) {
    this.#scenario = scenario;
    mkdirSync(join(this.root, "work"), { recursive: true });
    const { exitCode, stderr } = this.runScript(scenario.setUp);
    if (exitCode !== 0) throw new Error(stderr);
    cpSync(this.root, this.#start, copying);
  }

  /** Puts everything back to the start. */
  reset(): void {
    rmSync(this.root, { recursive: true, force: true });
    cpSync(this.#start, this.root, copying);
  }

  /** Counts the calls of the scenario's command, undisturbed. */
  countCalls(calls: Fault["calls"]): number {
    this.disturb({ calls, nth: Number.MAX_SAFE_INTEGER, isOnce: true });
    return Number(readFileSync(join(this.#scratch, "count"), "utf8"));
  }

  /** Runs the scenario's command, disturbed. */
  disturb(disturbance: Omit<Fault, "root" | "hitFile" | "countFile">): FaultRun {
    const hitFile = join(this.#scratch, "hit");
    rmSync(hitFile, { force: true });
    const fault: Fault = { ...disturbance, root: this.root, hitFile, countFile: join(this.#scratch, "count") };
    const env = { LODE_TEST_FAULT: JSON.stringify(fault) };
    const args = ["--import", preload, binary, ...this.#scenario.args];
    const { status, stderr } = this.#spawn(process.execPath, args, env);
    return { exitCode: status, stderr, struck: existsSync(hitFile) ? readFileSync(hitFile, "utf8") : undefined };
  }

  /** Runs the scenario's command, undisturbed. */
  run(): Omit<FaultRun, "struck"> {
    const { status, stderr } = this.#spawn(process.execPath, [binary, ...this.#scenario.args]);
    return { exitCode: status, stderr };
  }

  /** Does what a person does after the command was disturbed, so that its work is finished. */
  repair(): Omit<FaultRun, "struck"> {
    const { repair } = this.#scenario;
    return repair === undefined ? this.run() : this.runScript(repair);
  }

  /** Runs a script of bash in the project, with `lode` in it. */
  runScript(script: string): Omit<FaultRun, "struck"> {
    const text = `node="$0"; lode() { "$node" "${binary}" "$@"; }; ${script}`;
    const { status, stderr } = this.#spawn("bash", ["-euc", text, process.execPath]);
    return { exitCode: status, stderr };
  }

  #spawn(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const scratch = this.#scratch;
    return spawnSync(command, args, {
      cwd: join(this.root, "work"),
      encoding: "utf8",
      env: {
        PATH: process.env.PATH ?? "",
        HOME: join(scratch, "home"),
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: join(scratch, "gitconfig"),
        GIT_AUTHOR_NAME: "A",
        GIT_AUTHOR_EMAIL: "a@example.org",
        GIT_COMMITTER_NAME: "A",
        GIT_COMMITTER_EMAIL: "a@example.org",
        ...env,
      },
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#scratch, { recursive: true, force: true });
  }
}

/** Links stay links, and times stay, so that what is remembered of files holds. */
const copying = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true } as const;
