import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { firstLine } from "./first-line.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { programs } from "./tool.ts";

/** A registry server with the namespace `acme`. */
export interface RegistryServer {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly logPath: string;
}

let running: RegistryServer | undefined;

/** The built `lode serve` on a free port; it runs as long as this process. */
export function registryServer(): RegistryServer {
  running ??= start();
  return running;
}

function start(): RegistryServer {
  const dir = scratchFolder("bench-registry");
  const [outPath, logPath] = [join(dir, "settings"), join(dir, "log")];
  const [node = "", lode = ""] = programs.lode;
  const data = join(dir, "data");
  mkdirSync(data);
  const child = spawn(node, [lode, "serve", "--json", "--data", data, "--port", "0"], {
    stdio: ["ignore", openSync(outPath, "w"), openSync(logPath, "w")],
  });
  child.unref();
  // Before its folder is removed.
  process.prependOnceListener("exit", () => child.kill("SIGKILL"));
  const { url, administratorToken } = JSON.parse(firstLine(outPath));
  const server = { url, token: administratorToken, pid: child.pid ?? 0, dataDir: data, logPath };
  callApi(server, { path: "namespaces", body: { name: "acme" } });
  return server;
}

/** Makes a repository and gives its address; its remote is at `dvc` below it. */
export function makeRepository(
  server: RegistryServer,
  name: string,
  visibility: "private" | "public" = "private",
): string {
  callApi(server, { path: "repositories", body: { namespace: "acme", name, visibility } });
  return `${server.url}/acme/${name}`;
}

/** Calls the API below `/api/v1` as the administrator and gives the answer. @throws if it is refused */
export function callApi(
  { url, token }: RegistryServer,
  { path, body, method = "POST" }: { readonly path: string; readonly body: unknown; readonly method?: "POST" | "PUT" },
): Readonly<Record<string, unknown>> {
  const headers = ["-H", `X-Lode-Token: ${token}`, "-H", "Content-Type: application/json"];
  const args = ["-sSf", "-X", method, ...headers, "-d", JSON.stringify(body), `${url}/api/v1/${path}`];
  return JSON.parse(execFileSync("curl", args, { encoding: "utf8" }) || "{}");
}

/** What the server has done so far: requests, processor time of itself and of what it has started, and its largest memory. */
export function serverUse({ pid, logPath }: RegistryServer): {
  requests: number;
  cpuSeconds: number;
  childCpuSeconds: number;
  peakBytes: number;
} {
  const requests = readFileSync(logPath, "utf8").match(/"msg":"incoming request"/g)?.length ?? 0;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  const [, peakKb = "0"] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  const [cpuSeconds, childCpuSeconds] = [(user + system) / 100, (childUser + childSystem) / 100];
  return { requests, cpuSeconds, childCpuSeconds, peakBytes: Number(peakKb) * 1024 };
}
