import { basename, join } from "node:path";
import { makeLargeFiles } from "../data/large-files.ts";
import { makeSmallFiles, SMALL_BYTES } from "../data/small-files.ts";
import { commitAll, initProject } from "../project.ts";
import { makeRepository, registryServer, serverUse } from "../registry-server.ts";
import type { Place, PlainCommand, Step, Suite } from "../suite.ts";
import { programs } from "../tool.ts";
import { curlFrom, curlTo } from "../web-server.ts";

const push = { name: "push", args: ["push", "-q"] };
const pushAgain = { name: "push again", args: ["push", "-q"] };
const fetch = {
  name: "fetch",
  args: ["fetch", "-q"],
  prepare: (place: Place) => place.setAside("project/.dvc/cache"),
};

const manySteps: readonly Step[] = [
  { ...push, plain: () => toFolder("push -q -r folder") },
  { ...pushAgain, plain: () => toFolder("push -q -r folder") },
  { ...fetch, plain: () => toFolder("fetch -q -r folder", "mv .dvc/cache ../fetched-$$ && ") },
  {
    name: "get",
    args: (place) => ["get", "-q", repositoryUrl(place), "data", "-o", "../got"],
    prepare: publish,
    plain: () => toFolder("get -q . data -o ../got-from-folder"),
  },
];

const largeSteps: readonly Step[] = [
  { ...push, plain: (place) => curlTo("large", join(place.project, "data/0.bin")) },
  pushAgain,
  { ...fetch, plain: (place) => curlFrom("large", join(place.dir, "by-curl")) },
];

/** Many small files on a registry server of this machine; the plain program is Lode with a folder in the server's place. */
export function manyToServer(name: string, count: number): Suite {
  return {
    name,
    data: `${count.toLocaleString("en")} files of ${SMALL_BYTES} bytes, a registry server on the same machine`,
    repeats: 1,
    setUp: (place) => setUp(place, (dir) => makeSmallFiles(dir, count)),
    steps: manySteps,
    note: useOfServer,
  };
}

/** One large file on a registry server of this machine; the plain program is curl with a server that does not look at what it stores. */
export function largeToServer(name: string, sizeBytes: number): Suite {
  return {
    name,
    data: `one file of ${(sizeBytes / 1e9).toLocaleString("en")} GB, a registry server on the same machine`,
    repeats: 1,
    setUp: (place) => setUp(place, (dir) => makeLargeFiles(dir, { count: 1, sizeBytes })),
    steps: largeSteps,
    note: useOfServer,
  };
}

function setUp(place: Place, makeData: (dir: string) => void): void {
  initProject(place);
  const server = registryServer();
  const url = makeRepository(server, repositoryName(place), "public");
  place.runTool(["remote", "add", "-q", "folder", join(place.dir, "folder")]);
  place.runTool(["remote", "add", "-q", "-d", "-f", "store", `${url}/dvc`]);
  const options = { auth: "custom", custom_auth_header: "X-Lode-Token", password: server.token };
  for (const [name, value] of Object.entries(options)) {
    place.runTool(["remote", "modify", "-q", "--local", "store", name, value]);
  }
  place.runTool(["config", "cache.type", "hardlink,copy"]);
  makeData(join(place.project, "data"));
  place.runTool(["add", "-q", "data"]);
}

/** Lets the server have the commit that names the data. */
function publish(place: Place): void {
  commitAll(place, "data");
  const url = new URL(repositoryUrl(place));
  url.username = "administrator";
  url.password = registryServer().token;
  place.run(["git", "push", "-q", url.href, "HEAD:refs/heads/main"]);
}

function repositoryUrl(place: Place): string {
  return `${registryServer().url}/acme/${repositoryName(place)}`;
}

function repositoryName({ dir }: Place): string {
  return `r${process.pid}-${basename(dir)}`;
}

function toFolder(args: string, before = ""): PlainCommand {
  return { name: "lode with a folder", argv: ["sh", "-c", `${before}exec ${programs.lode.join(" ")} ${args}`] };
}

function useOfServer(): string {
  const { requests, cpuSeconds, peakBytes } = serverUse(registryServer());
  const cpu = `${cpuSeconds.toFixed(1)} s of processor time`;
  return `The server: ${requests} requests in all, ${cpu}, ${(peakBytes / 1e6).toFixed(0)} MB at most.`;
}
