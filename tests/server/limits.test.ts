import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { type LodeServer, startLodeServer } from "./lode-server.ts";
import { peakMb, resetPeak } from "./memory.ts";
import { keyOf, oidOf, upload } from "./published-data.ts";
import { type CallerName, type RegistryFixture, startRegistry } from "./registry-fixture.ts";
import { settingsFile } from "./settings-file.ts";

function withSettings(settings: Readonly<Record<string, number>>): () => Promise<LodeServer> {
  return () => startLodeServer({ args: ["--config", settingsFile(settings)] });
}

/** The server answers an ordinary request. */
async function expectAlive(fixture: RegistryFixture): Promise<void> {
  const content = `alive ${Math.random()}`;
  await upload(fixture, "open", { oid: oidOf(content), body: content });
  const answer = await fetch(`${fixture.server.url}/acme/open/dvc/${keyOf(oidOf(content))}`);
  expect([answer.status, await answer.text()]).toEqual([200, content]);
}

/** An upload of which only the beginning is sent. It may be answered at once. */
async function begunUpload(fixture: RegistryFixture, caller: CallerName) {
  const headers = { "x-lode-token": fixture.token(caller) ?? "", "content-length": "100000", expect: "100-continue" };
  const url = `${fixture.server.url}/acme/open/dvc/${keyOf(oidOf(caller))}`;
  const sent = request(url, { method: "PUT", headers, agent: false });
  sent.on("error", () => undefined);
  const answer = answerOf(sent);
  answer.catch(() => undefined);
  sent.flushHeaders();
  await once(sent, "continue");
  sent.write("x");
  return { sent, answer };
}

async function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  const [answer] = await once(sent, "response");
  return answer;
}

test("an upload that brings a byte now and then is ended, and one at a good pace is not", async () => {
  await using fixture = await startRegistry(
    withSettings({ idle_timeout_seconds: 1, upload_min_bytes_per_second: 1000 }),
  );
  const drip = async (caller: CallerName, piece: string, pieces: number) => {
    const body = piece.repeat(pieces);
    const headers = { "x-lode-token": fixture.token(caller) ?? "", "content-length": String(body.length) };
    const url = `${fixture.server.url}/acme/open/dvc/${keyOf(oidOf(body))}`;
    const sent = request(url, { method: "PUT", headers, agent: false });
    const answer = answerOf(sent);
    answer.catch(() => undefined);
    sent.on("error", () => undefined);
    let written = 0;
    for (; written < pieces && !sent.destroyed; written += 1) {
      sent.write(piece);
      await pause(50);
    }
    sent.end();
    return { status: (await answer).statusCode, isBrokenOff: written < pieces };
  };
  const slow = drip("writer", "x", 400);
  const good = drip("administrator", "x".repeat(500), 70);
  expect(await slow).toEqual({ status: 408, isBrokenOff: true });
  expect(await good).toEqual({ status: 200, isBrokenOff: false });
  await expectAlive(fixture);
});

test("nobody takes all places for transfers, and who gets none is told when to come again", async () => {
  await using fixture = await startRegistry(withSettings({ transfers_max: 6 }));
  const taken: ClientRequest[] = [];
  const take = async (caller: CallerName): Promise<void> => void taken.push((await begunUpload(fixture, caller)).sent);
  const outcome = async (caller: CallerName) => {
    const answer = await (await begunUpload(fixture, caller)).answer;
    const { error } = JSON.parse(await text(answer));
    return [answer.statusCode, error.code, answer.headers["retry-after"]];
  };
  for (let i = 0; i < 3; i += 1) await take("writer");
  expect(await outcome("writer")).toEqual([429, "CALLER_BUSY", "1"]);
  for (let i = 0; i < 3; i += 1) await take("administrator");
  expect(await outcome("maintainer")).toEqual([503, "SERVER_BUSY", "1"]);
  expect((await fetch(`${fixture.server.url}/livez`)).status).toBe(200);
  for (const sent of taken) sent.destroy();
  const look = async () => (await fetch(`${fixture.server.url}/acme/open/dvc/batch`)).status;
  await expect.poll(look, { timeout: 10_000 }).toBe(200);
  await expectAlive(fixture);
});

test("a flood of requests of the API is refused beyond its limit, and takes no memory", async () => {
  await using fixture = await startRegistry(withSettings({ api_requests_max: 32 }));
  await expectAlive(fixture);
  resetPeak(fixture.server.pid);
  const before = peakMb(fixture.server.pid);
  const headers = { "x-lode-token": fixture.token("writer") ?? "" };
  const statuses = new Map<number, number>();
  const callers = Array.from({ length: 400 }, async () => {
    for (let i = 0; i < 10; i += 1) {
      const answer = await fetch(`${fixture.server.url}/api/v1/repositories`, { headers });
      await answer.arrayBuffer();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    }
  });
  await Promise.all(callers);
  expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(100);
  expect(peakMb(fixture.server.pid) - before).toBeLessThan(150);
  await expectAlive(fixture);
});

test("connections beyond the limit are closed, and those within it go on", async () => {
  await using fixture = await startRegistry(withSettings({ connections_max: 20 }));
  const port = Number(new URL(fixture.server.url).port);
  const open = Array.from({ length: 60 }, (): Socket => connect(port, "127.0.0.1").on("error", () => undefined));
  await expect.poll(() => open.filter((socket) => socket.closed).length).toBeGreaterThanOrEqual(40);
  for (const socket of open) socket.destroy();
  await expect
    .poll(() =>
      fetch(`${fixture.server.url}/livez`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  await expectAlive(fixture);
});

test("long addresses, many headers, many ranges and large bodies are told apart from good ones", async () => {
  await using fixture = await startRegistry();
  const { url, pid } = fixture.server;
  await upload(fixture, "open", { oid: oidOf("hello"), body: "hello" });
  const status = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(url + path, init);
    await answer.arrayBuffer();
    return answer.status;
  };
  resetPeak(pid);
  const before = peakMb(pid);
  expect(await status(`/acme/open/@main/${"a/".repeat(4000)}`)).toBe(404);
  expect(await status(`/acme/open/@main/${"a".repeat(20_000)}`)).toBe(431);
  expect(await status(`/${"a".repeat(9000)}/open/dvc/batch`)).toBe(414);
  const many = (count: number) => ({
    headers: Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-${i}`, "y"])),
  });
  expect(await status("/livez", many(500))).toBe(200);
  expect(await status("/livez", many(5000))).toBe(431);
  const ranges = `bytes=${Array.from({ length: 3000 }, () => "0-0").join(",")}`;
  const ranged = await fetch(`${url}/acme/open/dvc/${keyOf(oidOf("hello"))}`, { headers: { range: ranges } });
  expect([ranged.status, await ranged.text()]).toEqual([200, "hello"]);
  const signed = { "x-lode-token": fixture.token("writer") ?? "", "content-type": "application/json" };
  expect(await status("/api/v1/repositories", { method: "POST", headers: signed, body: "[".repeat(1_000_000) })).toBe(
    400,
  );
  // Told by the length alone: whoever is answered while sending may not hear the answer.
  const announced = async (path: string, bytes: number) => {
    const headers = { ...signed, "content-length": String(bytes) };
    const sent = request(url + path, { method: "POST", headers, agent: false }).on("error", () => undefined);
    sent.flushHeaders();
    const { statusCode } = await answerOf(sent);
    sent.destroy();
    return statusCode;
  };
  expect(await announced("/api/v1/repositories", 2_000_000)).toBe(413);
  expect(await announced("/acme/open/dvc/batch/missing", 9_000_000)).toBe(413);
  expect(peakMb(pid) - before).toBeLessThan(150);
  await expectAlive(fixture);
});

test("a manifest of a million files that are not there, and one that is none, are refused in bounded memory", async () => {
  await using fixture = await startRegistry();
  const { pid } = fixture.server;
  const put = async (body: string) => {
    const headers = { "x-lode-token": fixture.token("writer") ?? "" };
    const url = `${fixture.server.url}/acme/open/dvc/${keyOf(oidOf(body))}.dir`;
    const answer = await fetch(url, { method: "PUT", body, headers });
    const { error } = JSON.parse(await answer.text());
    return [answer.status, error.code];
  };
  const entries = Array.from({ length: 1_000_000 }, (_, i) => `{"md5": "${oidOf(String(i))}", "relpath": "${i}"}`);
  const large = `[${entries.join(", ")}]`;
  resetPeak(pid);
  const before = peakMb(pid);
  expect(await put(large)).toEqual([409, "MEMBERS_MISSING"]);
  expect(await put("[".repeat(20_000_000))).toEqual([400, "MANIFEST_INVALID"]);
  expect(await put(`${large.slice(0, -1)}, ${" ".repeat(60_000_000)}]`)).toEqual([413, "OBJECT_TOO_LARGE"]);
  expect(peakMb(pid) - before).toBeLessThan(600);
  await expectAlive(fixture);
});
