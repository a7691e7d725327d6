import { rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keyOf, oidOf, upload } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

test("an error says nothing of the answer that there was to be", async () => {
  await using fixture = await startRegistry();
  const { url, dataDir } = fixture.server;
  await upload(fixture, "open", { oid: oidOf("lost"), body: "lost" });
  rmSync(join(dataDir, "objects", keyOf(oidOf("lost"))));
  const answer = await fetch(`${url}/acme/open/dvc/${keyOf(oidOf("lost"))}`);
  expect([answer.status, JSON.parse(await answer.text()).error.code]).toEqual([404, "OBJECT_MISSING"]);
  expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(["etag", "accept-ranges", "cache-control"].map((name) => answer.headers.get(name))).toEqual([
    null,
    null,
    "no-store",
  ]);
  expect(fixture.server.log()).not.toContain('"level":50');
});

/**
 * Sends the beginning of a body, and its rest when the answer is there; another request over the same connection follows.
 *
 * @returns the status and the code of the error, and the status of the later answer
 */
async function answersToBeginning(
  fixture: RegistryFixture,
  { method, path, headers, body }: { method: string; path: string; headers?: Record<string, string>; body: string },
): Promise<readonly unknown[]> {
  const { port, hostname } = new URL(fixture.server.url);
  const socket = connect(Number(port), hostname).setEncoding("utf8");
  const head = (line: string, more: Record<string, string> = {}): string => {
    const all = { host: hostname, "x-lode-token": fixture.token("writer") ?? "", ...more };
    return [`${line} HTTP/1.1`, ...Object.entries(all).map((pair) => pair.join(": ")), "", ""].join("\r\n");
  };
  let received = "";
  socket.on("data", (text: string) => {
    received += text;
  });
  const rest = body.repeat(100);
  const length = String(body.length + rest.length);
  socket.write(head(`${method} /acme/open/dvc/${path}`, { ...headers, "content-length": length }) + body);
  await expect.poll(() => received, { timeout: 10_000 }).toMatch(/\}\}$/);
  const answer = received;
  received = "";
  socket.write(rest + head("GET /acme/open/dvc/batch"));
  await expect.poll(() => received, { timeout: 10_000 }).toContain("\r\n\r\n");
  socket.destroy();
  return [statusIn(answer), JSON.parse(answer.split("\r\n\r\n")[1] ?? "").error.code, statusIn(received)];
}

function statusIn(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1]);
}

test("who still sends when something is wrong hears what it is, and the connection goes on", async () => {
  await using fixture = await startRegistry();
  const many = "x".repeat(10_000);
  expect(await answersToBeginning(fixture, { method: "POST", path: "batch/upload", body: many })).toEqual([
    400,
    "BATCH_INVALID",
    200,
  ]);
  const tus = { "tus-resumable": "1.0.0", "x-lode-token": fixture.token("writer") ?? "" };
  const metadata = `oid ${Buffer.from(oidOf("short")).toString("base64")}`;
  const begun = await fetch(`${fixture.server.url}/acme/open/dvc/uploads`, {
    method: "POST",
    headers: { ...tus, "upload-length": "5", "upload-metadata": metadata },
  });
  const path = (begun.headers.get("location") ?? "").replace("/acme/open/dvc/", "");
  const headers = { ...tus, "upload-offset": "0", "content-type": "application/offset+octet-stream" };
  expect(await answersToBeginning(fixture, { method: "PATCH", path, headers, body: many })).toEqual([
    413,
    "UPLOAD_TOO_LONG",
    200,
  ]);
});
