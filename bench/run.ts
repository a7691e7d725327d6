/**
 * Measures lode against the real DVC and against single-purpose programs; `npm run bench -- --help` says how to call it.
 *
 * Each command is measured from outside as a whole process. What a figure means, and what was learned, is in
 * docs/performance.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { ensureTestEnv } from "../scripts/test-env.ts";
import { summarize, tableOf } from "./report.ts";
import { runSuite } from "./run-suite.ts";
import type { Suite } from "./suite.ts";
import { defaultSuites, resized, suites } from "./suites.ts";
import { tools } from "./tool.ts";

/** What `--help` prints. */
const usage = `npm run bench -- [SUITE…] [options]

  --list            print the suites and their steps
  --only A,B        measure these steps only; the others run unmeasured
  --tools A,B       of ${tools.join(", ")}; default: all
  --repeats N       default: the suite's own
  --files N         another number of small files
  --json FILE       where the figures go; default: bench/results/SUITE.json
  --keep            leave the data in the temporary folder
  --help            print this`;

const { values, positionals } = readCommandLine({
  allowPositionals: true,
  options: {
    help: { type: "boolean", short: "h", default: false },
    list: { type: "boolean", default: false },
    only: { type: "string" },
    tools: { type: "string", default: tools.join() },
    repeats: { type: "string" },
    files: { type: "string" },
    json: { type: "string" },
    keep: { type: "boolean", default: false },
  },
});

if (values.help) console.log(usage);
else if (values.list) {
  for (const { name, data, steps } of suites)
    console.log(`${name}: ${data}\n  ${steps.map((s) => s.name).join(" | ")}`);
} else {
  const wanted = positionals.length === 0 ? defaultSuites : positionals;
  for (const name of wanted) {
    if (!suites.some((suite) => suite.name === name)) refuse(`no suite is called '${name}': see --list`);
  }
  ensureTestEnv();
  const top = mkdtempSync(join(tmpdir(), "lode-bench-"));
  try {
    for (const suite of suites.filter(({ name }) => wanted.includes(name))) {
      await run(resized(suite, values.files === undefined ? undefined : Number(values.files)), top);
    }
  } finally {
    if (!values.keep) rmSync(top, { recursive: true, force: true });
  }
}

function readCommandLine<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(message: string): never {
  console.error(`bench: ${message}\n\n${usage}`);
  process.exit(2);
}

async function run(suite: Suite, dir: string): Promise<void> {
  const repeats = Number(values.repeats ?? suite.repeats);
  const chosen = tools.filter((tool) => values.tools.split(",").includes(tool));
  const steps = runSuite(suite, { dir, tools: chosen, repeats, only: values.only?.split(",") });
  const summaries = steps.map(summarize);
  const table = steps.length === 0 ? "" : `; medians of ${repeats}, in seconds\n\n${tableOf(summaries)}`;
  console.log(`\n${suite.name}: ${suite.data}${table}`);
  if (suite.note !== undefined) console.log(await suite.note());
  const file = values.json ?? join(import.meta.dirname, `results/${suite.name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const machine = { processors: availableParallelism(), node: process.version };
  writeFileSync(
    file,
    `${JSON.stringify({ suite: suite.name, data: suite.data, machine, repeats, summaries, steps }, null, 1)}\n`,
  );
}
