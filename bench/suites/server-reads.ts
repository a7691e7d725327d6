import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DATASETS, FILES, REPOSITORIES } from "../reads/catalogue.ts";
import { fillRegistry, makeReader } from "../reads/fill-registry.ts";
import type { Answer } from "../reads/load.ts";
import { pushDelays } from "../reads/push-delay.ts";
import { latencyTable, percentile } from "../reads/report.ts";
import { type RegistryServer, registryServer, serverUse } from "../registry-server.ts";
import type { Suite } from "../suite.ts";

const RATE = 200;
const SECONDS = 30;
const PUSHES = 10;
const INDEXED_POLL_MS = 200;

let clones = "";

/** How soon a registry server with very many datasets and objects answers small reads, and shows what is pushed. */
export const serverReads: Suite = {
  name: "server-reads",
  data: `${REPOSITORIES * DATASETS} datasets in ${REPOSITORIES} repositories, ${REPOSITORIES * DATASETS * FILES} objects, the embedded database; ${RATE} reads a second for ${SECONDS} s by another process`,
  repeats: 1,
  tools: ["lode"],
  setUp: ({ dir }) => {
    clones = join(dir, "clones");
    fillRegistry(registryServer(), clones);
  },
  steps: [],
  note: async () => {
    const server = registryServer();
    await allIndexed(server);
    const reader = makeReader(server);
    return [
      measureLoad("the first 30 s", server, reader),
      measureLoad("the next 30 s", server, reader),
      summaryOf(await pushDelays(server, clones, PUSHES)),
    ].join("\n\n");
  },
};

/** Waits until the server has read all that was pushed to it. */
async function allIndexed({ dataDir }: RegistryServer): Promise<void> {
  using database = new DatabaseSync(join(dataDir, "registry.sqlite"), { readOnly: true, timeout: 30_000 });
  const jobs = database.prepare("select count(*) as count from jobs");
  while (jobs.get()?.count !== 0) await new Promise((resolve) => setTimeout(resolve, INDEXED_POLL_MS));
}

function measureLoad(when: string, server: RegistryServer, reader: string): string {
  const before = serverUse(server);
  const load = join(import.meta.dirname, "../reads/load.ts");
  const args = [load, server.url, reader, String(RATE), String(SECONDS)];
  const printed = execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  const after = serverUse(server);
  const answers: readonly Answer[] = JSON.parse(printed);
  const own = (after.cpuSeconds - before.cpuSeconds).toFixed(1);
  const children = (after.childCpuSeconds - before.childCpuSeconds).toFixed(1);
  const memory = (after.peakBytes / 1e6).toFixed(0);
  const use = `The server: ${own} s of processor time, ${children} s of the gits that it started, ${memory} MB at most.`;
  return `${when}, in ms\n${latencyTable(answers)}\n${use}`;
}

function summaryOf(delays: readonly number[]): string {
  const [median, most] = [0.5, 1].map((part) => (percentile(delays, part) / 1000).toFixed(2));
  return `From the end of a push to its version: ${median} s, at most ${most} s (${delays.length} pushes).`;
}
