import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { firstLine } from "./first-line.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { programs } from "./tool.ts";

/** A registry server with a public repository `acme/<name>` for each place. */
export interface RegistryServer {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
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
  const server = { url, token: administratorToken, pid: child.pid ?? 0, logPath };
  callApi(server, "namespaces", { name: "acme" });
  return server;
}

/** Makes a repository and gives the address of its remote. */
export function makeRepository(server: RegistryServer, name: string): string {
  callApi(server, "repositories", { namespace: "acme", name, visibility: "private" });
  return `${server.url}/acme/${name}/dvc`;
}

function callApi({ url, token }: RegistryServer, path: string, body: unknown): void {
  const headers = ["-H", `X-Lode-Token: ${token}`, "-H", "Content-Type: application/json"];
  execFileSync("curl", ["-sSf", "-o", "/dev/null", ...headers, "-d", JSON.stringify(body), `${url}/api/v1/${path}`]);
}

/** What the server has done so far: requests, processor time, and its largest memory. */
export function serverUse({ pid, logPath }: RegistryServer): {
  requests: number;
  cpuSeconds: number;
  peakBytes: number;
} {
  const requests = readFileSync(logPath, "utf8").match(/"msg":"incoming request"/g)?.length ?? 0;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
  const [, peakKb = "0"] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return { requests, cpuSeconds, peakBytes: Number(peakKb) * 1024 };
}
