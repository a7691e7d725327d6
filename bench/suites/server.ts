import { basename, join } from "node:path";
import { makeLargeFiles } from "../data/large-files.ts";
import { makeSmallFiles, SMALL_BYTES } from "../data/small-files.ts";
import { initProject } from "../project.ts";
import { makeRepository, registryServer, serverUse } from "../registry-server.ts";
import type { Place, PlainCommand, Step, Suite } from "../suite.ts";
import { programs } from "../tool.ts";

const steps: readonly Step[] = [
  { name: "push", args: ["push", "-q"], plain: () => toFolder("push -q -r folder") },
  { name: "push again", args: ["push", "-q"], plain: () => toFolder("push -q -r folder") },
  {
    name: "fetch",
    args: ["fetch", "-q"],
    prepare: (place) => place.setAside("project/.dvc/cache"),
    plain: () => toFolder("fetch -q -r folder", "mv .dvc/cache ../fetched-$$ && "),
  },
];

/** Many small files on a registry server of this machine; the plain program is Lode with a folder as its remote. */
export function manyToServer(name: string, count: number): Suite {
  return {
    name,
    data: `${count.toLocaleString("en")} files of ${SMALL_BYTES} bytes, a registry server on the same machine`,
    repeats: 1,
    setUp: (place) => setUp(place, (dir) => makeSmallFiles(dir, count)),
    steps,
    note: useOfServer,
  };
}

/** One large file on a registry server of this machine. */
export function largeToServer(name: string, sizeBytes: number): Suite {
  return {
    name,
    data: `one file of ${(sizeBytes / 1e9).toLocaleString("en")} GB, a registry server on the same machine`,
    repeats: 1,
    setUp: (place) => setUp(place, (dir) => makeLargeFiles(dir, { count: 1, sizeBytes })),
    steps,
    note: useOfServer,
  };
}

function setUp(place: Place, makeData: (dir: string) => void): void {
  initProject(place);
  const server = registryServer();
  const url = makeRepository(server, `r${process.pid}-${basename(place.dir)}`);
  place.runTool(["remote", "add", "-q", "folder", join(place.dir, "folder")]);
  place.runTool(["remote", "add", "-q", "-d", "-f", "store", url]);
  const options = { auth: "custom", custom_auth_header: "X-Lode-Token", password: server.token };
  for (const [name, value] of Object.entries(options)) {
    place.runTool(["remote", "modify", "-q", "--local", "store", name, value]);
  }
  place.runTool(["config", "cache.type", "hardlink,copy"]);
  makeData(join(place.project, "data"));
  place.runTool(["add", "-q", "data"]);
}

function toFolder(args: string, before = ""): PlainCommand {
  return { name: "lode with a folder", argv: ["sh", "-c", `${before}exec ${programs.lode.join(" ")} ${args}`] };
}

function useOfServer(): string {
  const { requests, cpuSeconds, peakBytes } = serverUse(registryServer());
  const cpu = `${cpuSeconds.toFixed(1)} s of processor time`;
  return `The server: ${requests} requests in all, ${cpu}, ${(peakBytes / 1e6).toFixed(0)} MB at most.`;
}
