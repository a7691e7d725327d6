import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { dvcCommand } from "../../scripts/test-env.ts";
import { type ClientFolder, clientFolder, gitUrl, type Ran } from "./git-client.ts";
import { keyOf, oidOf } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

/** Runs a tool's command lines one after another in a folder; each must succeed. */
async function must(client: ClientFolder, folder: string, ...lines: readonly string[]): Promise<Ran> {
  let last: Ran = { exitCode: 0, stdout: "", stderr: "" };
  for (const line of lines) {
    const [tool = "", ...args] = line.split(" ");
    const [command, ...first] = tool === "dvc" ? [dvcCommand] : tool === "lode" ? [process.execPath, lode] : [tool];
    last = await client.run(folder, command ?? "", ...first, ...args);
    if (last.exitCode !== 0) throw new Error(`${line} ended with ${last.exitCode}:\n${last.stdout}${last.stderr}`);
  }
  return last;
}

function writeFiles(client: ClientFolder, folder: string, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const path = join(client.path, folder, `${i % 3}/file-${i}.txt`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `content of ${folder} ${i}\n`);
  }
}

/** A project with a pushed dataset, made by one tool and pushed to `acme/closed`. */
async function publish(fixture: RegistryFixture, client: ClientFolder, tool: "dvc" | "lode"): Promise<void> {
  const remote = `${fixture.server.url}/acme/closed/dvc`;
  writeFiles(client, "work/data", 20);
  writeFileSync(join(client.path, "work/big.bin"), Buffer.alloc(3_000_000, "x"));
  await must(
    client,
    "work",
    "git init --quiet -b main",
    `${tool} init --quiet`,
    `${tool} remote add -d store ${remote}`,
    `${tool} remote modify store auth basic`,
    `${tool} remote modify --local store user anybody`,
    `${tool} remote modify --local store password ${fixture.token("writer")}`,
    `${tool} add data big.bin`,
    `${tool} push`,
    "git add .",
    "git commit --quiet -m data",
    `git push --quiet ${gitUrl(fixture.server.url, "acme/closed", fixture.token("writer"))} main`,
  );
}

test.each([
  ["dvc", "lode"],
  ["lode", "dvc"],
] as const)("what %s pushes, %s pulls, with another way to sign in", async (publisher, consumer) => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await publish(fixture, client, publisher);
  await must(
    client,
    ".",
    `git clone --quiet ${gitUrl(fixture.server.url, "acme/closed", fixture.token("reader"))} clone`,
  );
  const { stdout } = await must(
    client,
    "clone",
    `${consumer} remote modify --local store auth custom`,
    `${consumer} remote modify --local store custom_auth_header X-Lode-Token`,
    `${consumer} remote modify --local store password ${fixture.token("reader")}`,
    `${consumer} status -c --json`,
    `${consumer} pull`,
    `${consumer} status`,
  );
  expect(stdout).toContain("Data and pipelines are up to date.");
  expect(readFileSync(join(client.path, "clone/data/1/file-1.txt"), "utf8")).toBe("content of work/data 1\n");
  // Another push finds everything there and sends nothing.
  const again = await must(client, "work", `${publisher} push`);
  expect(again.stdout).toContain("Everything is up to date.");
  // A reader cannot push.
  writeFileSync(join(client.path, "clone/more.txt"), "more");
  await must(client, "clone", `${consumer} add more.txt`);
  const refused = consumer === "dvc" ? [dvcCommand] : [process.execPath, lode];
  expect((await client.run("clone", refused[0] ?? "", ...refused.slice(1), "push")).exitCode).not.toBe(0);
});

test("put is another way to upload", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  writeFiles(client, "work/data", 5);
  await must(
    client,
    "work",
    "git init --quiet -b main",
    "dvc init --quiet",
    `dvc remote add -d store ${fixture.server.url}/acme/open/dvc`,
    "dvc remote modify store auth basic",
    "dvc remote modify store user anybody",
    "dvc remote modify store method PUT",
    `dvc remote modify --local store password ${fixture.token("writer")}`,
    "dvc add data",
    "dvc push",
  );
  for (const gone of ["data", ".dvc/cache"]) rmSync(join(client.path, "work", gone), { recursive: true });
  await must(client, "work", "dvc pull");
  expect(readFileSync(join(client.path, "work/data/1/file-4.txt"), "utf8")).toBe("content of work/data 4\n");
});

/** Sends and asks for objects as one caller. */
function objectClient(fixture: RegistryFixture, token: string | undefined) {
  const call = (repository: string, key: string, init: RequestInit = {}) => {
    const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...init.headers };
    return fetch(`${fixture.server.url}/acme/${repository}/dvc/${key}`, { ...init, headers });
  };
  return {
    call,
    send: async (repository: string, key: string, body: string) => {
      const answer = await call(repository, key, { method: "POST", body });
      const text = await answer.text();
      return { status: answer.status, code: text === "" ? undefined : JSON.parse(text).error.code };
    },
    has: async (repository: string, key: string) => {
      const [head, get] = [await call(repository, key, { method: "HEAD" }), await call(repository, key)];
      await get.arrayBuffer();
      expect(head.status).toBe(get.status);
      return get.status;
    },
  };
}

function stored(fixture: RegistryFixture): string[] {
  return readdirSync(fixture.server.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /objects|staging/.test(entry.parentPath))
    .map(({ name }) => name);
}

test("bytes that do not hash to their name are refused and leave nothing", async () => {
  await using fixture = await startRegistry();
  const writer = objectClient(fixture, fixture.token("writer"));
  expect(await writer.send("open", keyOf(oidOf("right")), "wrong")).toEqual({ status: 422, code: "OBJECT_CORRUPT" });
  expect(await writer.send("open", `${keyOf(oidOf("[]"))}.dir`, "[ ]")).toEqual({
    status: 422,
    code: "OBJECT_CORRUPT",
  });
  expect(await writer.has("open", keyOf(oidOf("right")))).toBe(404);
  expect(stored(fixture)).toEqual([]);
});

test("a guessed digest gives nothing: an object is served to repositories that have shown its bytes", async () => {
  await using fixture = await startRegistry();
  const writer = objectClient(fixture, fixture.token("writer"));
  const key = keyOf(oidOf("secret"));
  expect(await writer.send("closed", key, "secret")).toEqual({ status: 200, code: undefined });
  expect([await writer.has("closed", key), await writer.has("open", key)]).toEqual([200, 404]);
  // A manifest that names it does not help either.
  const manifest = `[{"md5": "${oidOf("secret")}", "relpath": "a"}]`;
  const dirKey = `${keyOf(oidOf(manifest))}.dir`;
  expect(await writer.send("open", dirKey, manifest)).toEqual({ status: 409, code: "MEMBERS_MISSING" });
  expect(await writer.send("closed", dirKey, manifest)).toEqual({ status: 200, code: undefined });
  expect(await objectClient(fixture, fixture.token("stranger")).has("closed", key)).toBe(404);
  expect(await writer.send("open", key, "secret")).toEqual({ status: 200, code: undefined });
  expect(await writer.has("open", key)).toBe(200);
});

test("an object of DVC 2 comes whole, whose ends of lines another repository stored in another way", async () => {
  await using fixture = await startRegistry();
  const writer = objectClient(fixture, fixture.token("writer"));
  const oid = oidOf("a\nb\n");
  const key = `${oid.slice(0, 2)}/${oid.slice(2)}`;
  expect((await writer.send("closed", key, "a\r\nb\r\n")).status).toBe(200);
  expect((await writer.send("open", key, "a\nb\n")).status).toBe(200);
  for (const repository of ["closed", "open"]) {
    expect(await (await writer.call(repository, key)).text()).toBe("a\r\nb\r\n");
  }
});

test("manifests that are none, and addresses that are none, are refused", async () => {
  await using fixture = await startRegistry();
  const writer = objectClient(fixture, fixture.token("writer"));
  for (const manifest of [
    "{}",
    "[",
    '[{"md5": "x", "relpath": "a"}]',
    `[{"md5": "${oidOf("a")}", "relpath": "../a"}]`,
  ]) {
    const answer = await writer.send("open", `${keyOf(oidOf(manifest))}.dir`, manifest);
    expect(answer).toEqual({ status: 400, code: "MANIFEST_INVALID" });
  }
  const oid = oidOf("x");
  for (const key of [
    "",
    "files/md5/",
    `files/md5/${oid}`,
    `files/md5/ab/../${oid}`,
    `files/md5/%2e%2e/${oid.slice(2)}`,
    `files/md5/../../registry.sqlite`,
    `files/sha256/${oid.slice(0, 2)}/${oid.slice(2)}`,
    keyOf(oid).toUpperCase(),
    `${keyOf(oid)}.tmp`,
    `${keyOf(oid)}%00`,
  ]) {
    expect([key, (await writer.send("open", key, "x")).status]).toEqual([key, 404]);
  }
  expect(stored(fixture)).toEqual([]);
});

test("a manifest that is too large is refused before it is read", async () => {
  await using fixture = await startRegistry();
  const { hostname, port } = new URL(fixture.server.url);
  const socket = connect(Number(port), hostname);
  const headers = [`Host: ${hostname}`, `X-Lode-Token: ${fixture.token("writer")}`, "Content-Length: 100000001"];
  socket.write(`PUT /acme/open/dvc/${keyOf(oidOf("x"))}.dir HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n[`);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test("an object comes whole, in ranges, or not at all if the client has it", async () => {
  await using fixture = await startRegistry();
  const writer = objectClient(fixture, fixture.token("writer"));
  const oid = oidOf("0123456789");
  await writer.send("open", keyOf(oid), "0123456789");
  const get = async (headers: Record<string, string>) => {
    const answer = await writer.call("open", keyOf(oid), { headers });
    return [answer.status, await answer.text(), answer.headers.get("content-range")];
  };
  expect(await get({})).toEqual([200, "0123456789", null]);
  expect(await get({ range: "bytes=2-4" })).toEqual([206, "234", "bytes 2-4/10"]);
  expect(await get({ range: "bytes=-3" })).toEqual([206, "789", "bytes 7-9/10"]);
  expect(await get({ range: "bytes=10-" })).toEqual([416, "", "bytes */10"]);
  expect(await get({ "if-none-match": `"${oid}"` })).toEqual([304, "", null]);
  expect(await get({ range: "bytes=2-4", "if-range": '"other"' })).toEqual([200, "0123456789", null]);
  const head = await writer.call("open", keyOf(oid), { method: "HEAD" });
  expect([head.headers.get("content-length"), head.headers.get("cache-control")]).toEqual([
    "10",
    "public, max-age=31536000, immutable",
  ]);
});

test("an upload to a repository that is removed meanwhile is refused", async () => {
  await using fixture = await startRegistry();
  const headers = { "x-lode-token": fixture.token("writer") ?? "", "content-length": "6" };
  const url = `${fixture.server.url}/acme/other/dvc/${keyOf(oidOf("secret"))}`;
  const sent = request(url, { method: "PUT", headers });
  sent.write("sec");
  // The upload is open when the log tells of its request.
  await expect.poll(() => fixture.server.log(), { interval: 20 }).toContain("/acme/other/dvc/");
  expect((await fixture.admin("DELETE", "/repositories/acme/other")).status).toBe(204);
  sent.end("ret");
  const [answer] = await once(sent, "response");
  answer.resume();
  expect(answer.statusCode).toBe(404);
});

test("an upload that breaks off leaves nothing", async () => {
  await using fixture = await startRegistry();
  const oid = oidOf("x".repeat(2_000_000));
  const abort = new AbortController();
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(Buffer.alloc(100_000, "x"));
      if (stored(fixture).length > 0) abort.abort();
      return new Promise((resolve) => setImmediate(resolve));
    },
  });
  const writer = objectClient(fixture, fixture.token("writer"));
  const init: RequestInit & { duplex: "half" } = { method: "PUT", body, signal: abort.signal, duplex: "half" };
  await expect(writer.call("open", keyOf(oid), init)).rejects.toThrow("abort");
  await expect.poll(() => stored(fixture)).toEqual([]);
  expect(await writer.has("open", keyOf(oid))).toBe(404);
});
