/**
 * Measures lode against the real DVC on many small files: `npm run bench [files] [repeats]`. Each step runs with both
 * tools one after the other; the table shows medians of wall time and the ratio. Old trees are moved aside, not deleted,
 * and the disk is synced before each step, because deleting slows down what is created next.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dvcCommand, ensureTestEnv } from "../scripts/test-env.ts";

const FOLDERS = 10;
const FILE_BYTES = 275;

const root = dirname(import.meta.dirname);
const fileCount = Number(process.argv[2] ?? 70_000);
const repeats = Number(process.argv[3] ?? 3);
const top = mkdtempSync(join(tmpdir(), "lode-bench-"));
const tools = {
  dvc: [dvcCommand],
  lode: [process.execPath, join(root, "packages/cli/bin/lode.js")],
} as const;

type Tool = keyof typeof tools;

/** A step: what is done before it, unmeasured, and the arguments that are measured. */
interface Step {
  readonly name: string;
  readonly args: readonly string[];
  readonly prepare?: (project: string) => void;
}

const steps: readonly Step[] = [
  { name: "--version", args: ["--version"] },
  { name: "add", args: ["add", "-q", "data"] },
  { name: "add again", args: ["add", "-q", "data"] },
  { name: "status", args: ["status"] },
  { name: "push", args: ["push", "-q"] },
  { name: "push again", args: ["push", "-q"] },
  { name: "fetch", args: ["fetch", "-q"], prepare: (project) => setAside(project, ".dvc/cache") },
  { name: "fetch again", args: ["fetch", "-q"] },
  { name: "checkout", args: ["checkout", "-q"], prepare: (project) => setAside(project, "data") },
  { name: "checkout again", args: ["checkout", "-q"] },
  { name: "list", args: ["list", "."] },
  { name: "list -R", args: ["list", "-R", "."] },
  { name: "get", args: ["get", "-q", ".", "data", "-o", "copy"] },
  {
    name: "add, one file new",
    args: ["add", "-q", "data"],
    prepare: (project) => writeFileSync(join(project, "data/0/new"), "new"),
  },
];

let aside = 0;

ensureTestEnv();
try {
  const seconds = new Map<string, Record<Tool, number[]>>();
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const tool of ["dvc", "lode"] as const) measure(tool, join(top, `${tool}-${repeat}`), seconds);
  }
  report(seconds);
} finally {
  rmSync(top, { recursive: true, force: true });
}

function measure(tool: Tool, project: string, seconds: Map<string, Record<Tool, number[]>>): void {
  makeData(join(project, "data"));
  run(project, ["git", "init", "-q"]);
  run(project, [...tools[tool], "init", "-q"]);
  run(project, [
    ...tools[tool],
    "remote",
    "add",
    "-q",
    "-d",
    "store",
    join(project, "../store", tool, String(aside++)),
  ]);
  for (const { name, args, prepare } of steps) {
    prepare?.(project);
    spawnSync("sync");
    const begin = performance.now();
    run(project, [...tools[tool], ...args]);
    const times = seconds.get(name) ?? { dvc: [], lode: [] };
    times[tool].push((performance.now() - begin) / 1000);
    seconds.set(name, times);
  }
}

/** The same files each time: deterministic, all different. */
function makeData(dir: string): void {
  for (let folder = 0; folder < FOLDERS; folder++) mkdirSync(join(dir, String(folder)), { recursive: true });
  for (let i = 0; i < fileCount; i++) {
    writeFileSync(join(dir, String(i % FOLDERS), `${i}.txt`), `${i} `.padEnd(FILE_BYTES, "lode "));
  }
}

function setAside(project: string, path: string): void {
  renameSync(join(project, path), join(top, `aside-${aside++}`));
}

function run(cwd: string, argv: readonly string[]): void {
  const [command = "", ...args] = argv;
  const env = { ...process.env, DVC_NO_ANALYTICS: "1", DVC_SITE_CACHE_DIR: join(top, "site"), HOME: top };
  const { status, stderr } = spawnSync(command, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function report(seconds: ReadonlyMap<string, Record<Tool, number[]>>): void {
  console.log(`${fileCount} files of ${FILE_BYTES} bytes, medians of ${repeats}, seconds of wall time\n`);
  console.log(`${"step".padEnd(20)}${"dvc".padStart(8)}${"lode".padStart(8)}${"faster by".padStart(12)}`);
  const rows = [...seconds].map(([name, times]) => ({ name, dvc: median(times.dvc), lode: median(times.lode) }));
  for (const { name, dvc, lode } of rows) {
    console.log(
      `${name.padEnd(20)}${dvc.toFixed(2).padStart(8)}${lode.toFixed(2).padStart(8)}${`${(dvc / lode).toFixed(1)} x`.padStart(12)}`,
    );
  }
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(
    join(root, "bench/results/small-files.json"),
    `${JSON.stringify({ fileCount, repeats, rows }, null, 1)}\n`,
  );
}
