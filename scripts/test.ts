/** Runs every test of the workspace, suite by suite: `npm test`. Arguments are names of suites; none means all. */
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dvcCommand, ensureTestEnv } from "./test-env.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Suite {
  readonly name: string;
  readonly run: () => Counts;
}

const root = dirname(import.meta.dirname);
const scratch = mkdtempSync(join(tmpdir(), "lode-test-"));

const suites: readonly Suite[] = [
  { name: "unit", run: () => runVitest("unit", "packages/*/src/**/*.test.ts") },
  { name: "cli", run: () => runVitest("cli", "tests/cli/**/*.test.ts") },
  { name: "faults", run: () => runVitest("faults", "tests/faults/**/*.test.ts") },
  { name: "remotes", run: () => runWithEnv("remotes") },
  { name: "server", run: () => runWithEnv("server") },
  { name: "server-scaled", run: () => runWithEnv("server-scaled", "tests/server/**/*.test.ts") },
  { name: "compat", run: runCompat },
];

process.exitCode = main(process.argv.slice(2));

function main(wanted: readonly string[]): number {
  const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`No such suite: ${unknown.join(", ")}. There are ${suites.map((suite) => suite.name).join(", ")}`);
    return 2;
  }
  const total = { passed: 0, failed: 0 };
  for (const suite of suites) {
    if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
    console.log(`\n=== ${suite.name} ===\n`);
    const counts = runGuarded(suite);
    console.log(`\n--- ${suite.name}: ${counts.passed} passed, ${counts.failed} failed`);
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  rmSync(scratch, { recursive: true, force: true });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** A suite that cannot run has failed. */
function runGuarded(suite: Suite): Counts {
  try {
    return suite.run();
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1 };
  }
}

/** Suites whose tests run programs of the environment from PyPI. */
function runWithEnv(name: string, pattern = `tests/${name}/**/*.test.ts`): Counts {
  ensureTestEnv();
  return runVitest(name, pattern);
}

function runVitest(project: string, pattern: string): Counts {
  if (globSync(pattern, { cwd: root }).length === 0) return { passed: 0, failed: 0 };
  const file = join(scratch, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const exitCode = run("vitest", ["run", "--project", project, ...reporters]).status;
  const counts = countVitest(readFileSync(file, "utf8"));
  return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** A skipped test counts as failed (there are to be none), and so does a file that holds a failure outside its tests. */
function countVitest(json: string): Counts {
  const report: unknown = JSON.parse(json);
  const counts = { passed: 0, failed: 0 };
  for (const file of membersOf(report, "testResults")) {
    const statuses = membersOf(file, "assertionResults").map((test) => textOf(test, "status"));
    const failed = statuses.filter((status) => status !== "passed").length;
    counts.passed += statuses.length - failed;
    counts.failed += failed === 0 && textOf(file, "status") !== "passed" ? 1 : failed;
  }
  return counts;
}

function runCompat(): Counts {
  ensureTestEnv();
  const file = join(scratch, "compat.json");
  const options = ["--ratchet", "--first", "--dvc", dvcCommand, "--json", file];
  const exitCode = run("python3", [join(root, "tests/compat/run.py"), ...options]).status;
  const report: unknown = JSON.parse(readFileSync(file, "utf8"));
  const verdicts = Array.isArray(report) ? report.map((scenario) => textOf(scenario, "verdict")) : [];
  const passed = verdicts.filter((verdict) => verdict === "passed").length;
  const failed = verdicts.length - passed;
  return { passed, failed: exitCode === 0 ? failed : Math.max(failed, 1) };
}

function run(command: string, args: string[]) {
  const path = `${join(root, "node_modules/.bin")}:${process.env.PATH ?? ""}`;
  return spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PATH: path },
  });
}

function membersOf(value: unknown, key: string): unknown[] {
  const member = memberOf(value, key);
  return Array.isArray(member) ? member : [];
}

function textOf(value: unknown, key: string): string {
  return String(memberOf(value, key));
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)).get(key) : null;
}
