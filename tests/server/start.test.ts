import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { startLodeServer } from "./lode-server.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

function tempDir(): string {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

function serve(...args: readonly string[]) {
  return serveIn({}, ...args);
}

/** @param variables added to the environment */
function serveIn(variables: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const env = { ...process.env, ...variables };
  return spawnSync(process.execPath, [binary, "serve", ...args], { encoding: "utf8", timeout: 20_000, env });
}

test("serve starts a new registry and shows a token that is not stored", async () => {
  await using server = await startLodeServer();
  expect(server.token).toMatch(/^lode_[\w-]{43}$/);
  for (const path of ["/livez", "/readyz"]) {
    const answer = await fetch(server.url + path);
    expect([answer.status, await answer.json()]).toEqual([200, { status: "ok" }]);
    expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  }
  const files = readdirSync(server.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const stored = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"));
  expect(stored.join("")).not.toContain(server.token);
  expect(server.log()).not.toContain(server.token);
});

test("serve makes a folder that nobody else may read", async () => {
  const dataDir = join(tempDir(), "new/registry");
  await using server = await startLodeServer({ dataDir });
  expect(statSync(server.dataDir).mode & 0o777).toBe(0o700);
  expect((await fetch(`${server.url}/api/v1/sign-in`)).headers.get("cache-control")).toBe("no-store");
});

test("serve makes a database that nobody else may read, in whatever folder", async () => {
  const dataDir = tempDir();
  chmodSync(dataDir, 0o755);
  await using server = await startLodeServer({ dataDir });
  const modes = ["", "-wal", "-shm"].map((end) => statSync(`${server.dataDir}/registry.sqlite${end}`).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o600]);
});

test("serve keeps the registry over a restart, and shows no second token", async () => {
  const dataDir = tempDir();
  const first = await startLodeServer({ dataDir });
  expect(await first.stop()).toBe(0);
  await using second = await startLodeServer({ dataDir });
  expect(second.token).toBeUndefined();
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
});

test("serve is ready again after it was killed", async () => {
  const dataDir = tempDir();
  const first = await startLodeServer({ dataDir });
  await first.stop("SIGKILL");
  await using second = await startLodeServer({ dataDir });
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
});

test("serve refuses a folder that another server uses, and an address that is taken", async () => {
  await using server = await startLodeServer();
  const same = serve("--data", server.dataDir, "--port", "0");
  expect(same.status).toBe(255);
  expect(same.stderr).toContain(`Cannot serve "${server.dataDir}": another server uses it`);
  const dataDir = tempDir();
  const taken = serve("--data", dataDir, "--port", new URL(server.url).port);
  expect(taken.status).toBe(255);
  expect(taken.stderr).toMatch(/Cannot listen at 127\.0\.0\.1:\d+: another program does/);
  await using afterwards = await startLodeServer({ dataDir });
  expect(afterwards.token).toMatch(/^lode_/);
});

test("serve --check says what would be done and does nothing", () => {
  const dir = join(tempDir(), "registry");
  const { stdout, status } = serve("--data", dir, "--check");
  expect(status).toBe(0);
  expect(stdout).toContain(`It would serve the new registry "${dir}" at 127.0.0.1:5633.`);
  expect(() => readdirSync(dir)).toThrow("ENOENT");
  const wrong = serve("--check");
  expect([wrong.status, wrong.stderr]).toEqual([251, expect.stringContaining("the setting 'data' is missing")]);
});

test.each([[[]], [["--check"]]])("serve %j tells at once that there is no git that can serve", (more) => {
  const folder = tempDir();
  const dir = join(folder, "registry");
  const serveWith = (path: string) => {
    const env = { ...process.env, PATH: path };
    const args = [binary, "serve", "--data", dir, "--port", "0", ...more];
    return spawnSync(process.execPath, args, { encoding: "utf8", timeout: 20_000, env });
  };
  expect(serveWith(folder)).toMatchObject({ status: 255, stderr: expect.stringContaining("Cannot run git") });
  writeFileSync(join(folder, "git"), `#!/bin/sh\necho '${folder}'\n`, { mode: 0o755 });
  const partial = serveWith(folder);
  expect(partial).toMatchObject({ status: 255, stderr: expect.stringContaining('Git has no "http-backend"') });
  expect(() => readdirSync(dir)).toThrow("ENOENT");
});

test("serve --check tells of a folder and a host that cannot be used", () => {
  const folder = tempDir();
  const file = join(folder, "file");
  writeFileSync(file, "");
  const inFile = serve("--check", "--data", join(file, "registry"));
  expect([inFile.status, inFile.stderr]).toEqual([251, expect.stringContaining(`"${file}" is no folder`)]);
  const elsewhere = serve("--check", "--data", folder, "--host", "192.0.2.1");
  expect([elsewhere.status, elsewhere.stderr]).toEqual([255, expect.stringContaining("has no such address")]);
});

test("serve --check tells which server of a bucket cannot be reached, and which setting names it", () => {
  const bucket = { LODE_SERVE_OBJECTS: "s3://bucket/prefix", LODE_SERVE_OBJECTS_ENDPOINTURL: "http://127.0.0.1:1" };
  const key = { LODE_SERVE_OBJECTS_ACCESS_KEY_ID: "key", LODE_SERVE_OBJECTS_SECRET_ACCESS_KEY: "secret" };
  const { status, stderr } = serveIn({ ...bucket, ...key }, "--check", "--data", tempDir());
  expect(status).toBe(255);
  expect(stderr).toContain("ERROR: Cannot reach the bucket 's3://bucket/prefix' at http://127.0.0.1:1\n");
  expect(stderr).toContain("Look whether `objects_endpointurl` is right");
});

test("serve --check warns of a variable that is no setting, and takes no port that Kubernetes tells", () => {
  const variables = { LODE_SERVE_LOGLEVEL: "warn", LODE_SERVE_PORT: "tcp://10.0.0.1:80" };
  const { status, stdout, stderr } = serveIn(variables, "--check", "--data", tempDir());
  expect([status, stdout]).toEqual([0, expect.stringContaining(" at 127.0.0.1:5633.")]);
  expect(stderr.trim()).toBe(
    "WARNING: The variable LODE_SERVE_LOGLEVEL is ignored, for there is no such setting: is it LODE_SERVE_LOG_LEVEL?",
  );
});

test("the server answers what it does not know, and what is no HTTP, and goes on", async () => {
  await using server = await startLodeServer();
  const unknown = await fetch(`${server.url}/nowhere`, { headers: { "x-request-id": "mine-1" } });
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { code: "ROUTE_UNKNOWN", request_id: "mine-1" } });
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.end("\0\0\0 no http\r\n\r\n");
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /);
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
});

test.each([
  ["headers that are too large", `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ["what is no HTTP", "what is this\r\n\r\n", 400],
])("%s are refused like all else", async (_what, request, status) => {
  await using server = await startLodeServer();
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.end(request);
  const answer = (await text(socket)).split("\r\n\r\n");
  expect(answer[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(String(answer[1]))).toMatchObject({ error: { code: "REQUEST_INVALID", details: {} } });
});

test("a server whose log cannot be written serves, and ends when it is asked to", async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [binary, "serve", "--json", "--data", join(tempDir(), "r"), "--port", "0"], {
    stdio: ["ignore", "pipe", full],
  });
  closeSync(full);
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const [line] = await once(child.stdout?.setEncoding("utf8") ?? expect.unreachable(), "data");
  for (const path of ["livez", "api/v1/repositories"]) {
    const answer = await fetch(`${JSON.parse(line).url}/${path}`);
    expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  }
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});
