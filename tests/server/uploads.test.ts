import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { startFaultyProxy } from "../servers/faulty-proxy.ts";
import { apiClient, must } from "./api-client.ts";
import { type ClientFolder, clientFolder } from "./git-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";
import { keyOf, oidOf } from "./published-data.ts";
import { startRegistry } from "./registry-fixture.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

/** Speaks tus to one repository, with one token. */
function tusClient(url: string, token: string | undefined) {
  const common = { "tus-resumable": "1.0.0", "x-lode-token": token ?? "" };
  const send = async (method: string, path: string, what: { headers?: Record<string, string>; body?: string }) => {
    const answer = await fetch(`${url}${path}`, { method, ...what, headers: { ...common, ...what.headers } });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, code: text && JSON.parse(text).error.code };
  };
  const type = "application/offset+octet-stream";
  return {
    send,
    begin: (oid: string, sizeBytes: number) =>
      send("POST", "/uploads", {
        headers: {
          "upload-length": String(sizeBytes),
          "upload-metadata": `oid ${Buffer.from(oid).toString("base64")}`,
        },
      }),
    how: (path: string) => send("HEAD", path, {}),
    append: (path: string, offset: number, body: string) =>
      send("PATCH", path, { headers: { "upload-offset": String(offset), "content-type": type }, body }),
    end: (path: string) => send("DELETE", path, {}),
  };
}

/** The path of an upload below DVC's remote. */
function pathOf({ headers }: { readonly headers: Headers }): string {
  return /\/uploads\/.*/.exec(headers.get("location") ?? "")?.[0] ?? "";
}

test("an upload is begun, goes on byte after byte, and is an object of the repository in the end", async () => {
  await using fixture = await startRegistry();
  const base = `${fixture.server.url}/acme/closed/dvc`;
  const writer = tusClient(base, fixture.token("writer"));
  const begun = await writer.begin(oidOf("hello world"), 11);
  expect([begun.status, begun.headers.get("upload-offset")]).toEqual([201, "0"]);
  expect(Date.parse(begun.headers.get("upload-expires") ?? "")).toBeGreaterThan(Date.now());
  const path = pathOf(begun);
  expect((await writer.append(path, 0, "hello ")).headers.get("upload-offset")).toBe("6");
  const middle = await writer.how(path);
  expect([middle.status, middle.headers.get("upload-offset"), middle.headers.get("upload-length")]).toEqual([
    200,
    "6",
    "11",
  ]);
  expect(await writer.append(path, 5, " world")).toMatchObject({ status: 409, code: "UPLOAD_OFFSET_WRONG" });
  const key = `${base}/${keyOf(oidOf("hello world"))}`;
  const headers = { "x-lode-token": fixture.token("reader") ?? "" };
  expect((await fetch(key, { headers })).status).toBe(404);
  const last = await writer.append(path, 6, "world");
  expect([last.status, last.headers.get("upload-offset")]).toEqual([204, "11"]);
  expect(await (await fetch(key, { headers })).text()).toBe("hello world");
  expect((await writer.how(path)).status).toBe(404);
  expect(readdirSync(join(fixture.server.dataDir, "uploads"))).toEqual([]);
});

test("an upload is its user's alone, in its repository alone, and only as long as that may write", async () => {
  await using fixture = await startRegistry();
  const base = `${fixture.server.url}/acme/closed/dvc`;
  const writer = tusClient(base, fixture.token("writer"));
  const path = pathOf(await writer.begin(oidOf("hello"), 5));
  for (const [caller, status] of [
    ["anonymous", 401],
    ["reader", 403],
    ["maintainer", 404],
  ] as const) {
    const other = tusClient(base, fixture.token(caller));
    expect([(await other.how(path)).status, (await other.append(path, 0, "hello")).status]).toEqual([status, status]);
    expect((await other.end(path)).status).toBe(status);
  }
  const elsewhere = tusClient(`${fixture.server.url}/acme/other/dvc`, fixture.token("writer"));
  expect((await elsewhere.how(path)).status).toBe(404);
  expect((await tusClient(base, fixture.token("reader")).begin(oidOf("x"), 1)).status).toBe(403);
  expect((await writer.end(path)).status).toBe(204);
  expect((await writer.how(path)).status).toBe(404);
});

test("what does not follow the protocol, or is not what it says, is refused and leaves nothing", async () => {
  await using fixture = await startRegistry();
  const writer = tusClient(`${fixture.server.url}/acme/closed/dvc`, fixture.token("writer"));
  expect((await writer.send("POST", "/uploads", { headers: { "tus-resumable": "0.2.2" } })).status).toBe(412);
  expect((await writer.begin("../../x", 5)).status).toBe(400);
  expect((await writer.begin(`${oidOf("[]")}.dir`, 2)).status).toBe(400);
  expect((await writer.begin(oidOf("hello"), 6 * 2 ** 40)).status).toBe(413);
  expect((await writer.send("POST", "/uploads", {})).code).toBe("UPLOAD_INVALID");
  expect((await writer.how("/uploads/..%2f..%2fobjects")).status).toBe(404);
  const forged = pathOf(await writer.begin(oidOf("hello"), 5));
  expect(await writer.append(forged, 0, "jello")).toMatchObject({ status: 422, code: "OBJECT_CORRUPT" });
  const long = pathOf(await writer.begin(oidOf("hello"), 5));
  expect(await writer.append(long, 0, "hello world")).toMatchObject({ status: 413, code: "UPLOAD_TOO_LONG" });
  expect(readdirSync(join(fixture.server.dataDir, "uploads"))).toEqual([]);
  expect(existsSync(join(fixture.server.dataDir, "objects", keyOf(oidOf("hello"))))).toBe(false);
  const options = await fetch(`${fixture.server.url}/acme/closed/dvc/uploads`, { method: "OPTIONS" });
  expect(options.headers.get("tus-extension")).toBe("creation,expiration,termination");
});

test("a user has sixteen unfinished uploads in a repository; the oldest one makes room", async () => {
  await using fixture = await startRegistry();
  const writer = tusClient(`${fixture.server.url}/acme/closed/dvc`, fixture.token("writer"));
  const paths: string[] = [];
  for (let i = 0; i < 17; i += 1) {
    paths.push(pathOf(await writer.begin(oidOf(`file ${i}`), 6)));
    const [id = ""] = /[0-9a-f]{32}/.exec(paths.at(-1) ?? "") ?? [];
    const oid = oidOf(`file ${i}`);
    const part = join(fixture.server.dataDir, "uploads", id, oid.slice(0, 2), oid.slice(2));
    utimesSync(part, 0, Date.now() / 1000 - 3600 + i);
  }
  expect((await writer.how(paths[0] ?? "")).status).toBe(404);
  expect((await writer.how(paths[1] ?? "")).status).toBe(200);
});

test("an upload goes on after kill -9 of the server, and one that has expired is gone after a start", async () => {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  let server = await startLodeServer({ dataDir: folder.path });
  const token = server.token ?? "";
  const admin = apiClient(server, token);
  await must(admin("POST", "/namespaces", { name: "acme" }));
  await must(admin("POST", "/repositories", { namespace: "acme", name: "open" }));
  const content = randomBytes(3 << 20).toString("hex");
  const client = () => tusClient(`${server.url}/acme/open/dvc`, token);
  const path = pathOf(await client().begin(oidOf(content), content.length));
  const expiring = pathOf(await client().begin(oidOf("old"), 3));
  await brokenPatch(server, { path, token }, content.slice(0, 4 << 20));
  await server.stop("SIGKILL");
  const [id = ""] = /[0-9a-f]{32}/.exec(expiring) ?? [];
  const oid = oidOf("old");
  utimesSync(join(folder.path, "uploads", id, oid.slice(0, 2), oid.slice(2)), 0, Date.now() / 1000 - 25 * 3600);
  server = await startLodeServer({ dataDir: folder.path });
  expect((await client().how(expiring)).status).toBe(404);
  const offset = Number((await client().how(path)).headers.get("upload-offset"));
  expect(offset).toBeGreaterThan(0);
  expect((await client().append(path, offset, content.slice(offset))).status).toBe(204);
  const stored = join(folder.path, "objects", keyOf(oidOf(content)));
  expect(readFileSync(stored, "utf8") === content).toBe(true);
  expect(await server.stop()).toBe(0);
});

/** Sends a beginning, of which the server has something when this resolves. The connection stays open. */
async function brokenPatch(
  server: LodeServer,
  { path, token }: { readonly path: string; readonly token: string },
  beginning: string,
): Promise<void> {
  const headers = {
    "tus-resumable": "1.0.0",
    "x-lode-token": token,
    "upload-offset": "0",
    "content-type": "application/offset+octet-stream",
  };
  const sent = request(`${server.url}/acme/open/dvc${path}`, { method: "PATCH", headers });
  sent.on("error", () => undefined).write(beginning);
  const [id = ""] = /[0-9a-f]{32}/.exec(path) ?? [];
  const folder = join(server.dataDir, "uploads", id);
  const sizeOf = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).some(
      (entry) =>
        entry.isFile() &&
        entry.name !== "upload.json" &&
        readFileSync(join(entry.parentPath, entry.name)).length >= 1 << 20,
    );
  while (!sizeOf()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function run(client: ClientFolder, ...args: readonly string[]) {
  const ran = await client.run("work", process.execPath, lode, ...args);
  if (ran.exitCode !== 0) throw new Error(`${args.join(" ")} ended with ${ran.exitCode}:\n${ran.stderr}`);
}

test("lode push and fetch of a large object go on after kills, and through a proxy that breaks connections", async () => {
  await using fixture = await startRegistry();
  await using proxy = await startFaultyProxy(fixture.server.url, {
    seed: 1,
    requests: ["drop", "delay"],
    answers: ["drop", "truncate", "delay"],
    everyBytes: 12 << 20,
    delayMs: 20,
  });
  using client = clientFolder();
  const content = randomBytes(48 << 20);
  mkdirSync(join(client.path, "work"));
  writeFileSync(join(client.path, "work/large.bin"), content);
  await client.git("work", "init", "--quiet");
  await run(client, "init", "--quiet");
  await run(client, "remote", "add", "-d", "s", `${proxy.settings.url}/acme/closed/dvc`);
  await run(client, "remote", "modify", "s", "auth", "custom");
  await run(client, "remote", "modify", "s", "custom_auth_header", "X-Lode-Token");
  await run(client, "remote", "modify", "--local", "s", "password", fixture.token("writer") ?? "");
  await run(client, "add", "large.bin");
  const child = spawn(process.execPath, [lode, "push"], {
    cwd: join(client.path, "work"),
    env: { PATH: process.env.PATH, HOME: join(client.path, "home") },
    stdio: "ignore",
  });
  while (arrivedBytes(fixture.server.dataDir) < 4 << 20) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await once(child, "exit");
  proxy.isOn = true;
  await run(client, "push");
  expect(proxy.faults).toBeGreaterThan(0);
  const patches = fixture.server.log().match(/"method":"PATCH"/g)?.length ?? 0;
  expect(patches).toBeGreaterThan(1);
  expect(fixture.server.log().match(/"method":"POST","url":"[^"]*uploads"/g)?.length).toBe(1);
  await client.git("work", "clean", "-qfdX");
  writeFileSync(join(client.path, "work/.dvc/config.local"), "");
  await run(client, "remote", "modify", "--local", "s", "password", fixture.token("reader") ?? "");
  await run(client, "pull");
  expect(readFileSync(join(client.path, "work/large.bin")).equals(content)).toBe(true);
});

function arrivedBytes(dataDir: string): number {
  const folder = join(dataDir, "uploads");
  if (!existsSync(folder)) return 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    // The server may rename or remove what was listed a moment ago.
    const stats = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    if (stats?.isFile()) bytes += stats.size;
  }
  return bytes;
}
