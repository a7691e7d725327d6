import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { hashBytes } from "../../hash/md5.ts";
import { startWebServer, type WebServer } from "../testing/web-server.ts";
import { openGsStorage } from "./gs-storage.ts";

const BYTES = Buffer.alloc(9 << 20, "all of these bytes");

test("an upload that breaks off goes on where it was, and is whole", async () => {
  await using server = await startWebServer();
  const sessions = new Sessions(server, { breakAfter: 3 << 20 });
  const storage = openAt(server);
  await expect(storage.write("a", fileOf(BYTES), {})).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  expect(sessions.objects.size).toBe(0);
  const written = await storage.write("a", fileOf(BYTES), {});
  expect(written).toMatchObject({ key: "a", sizeBytes: BYTES.length });
  expect(sessions.objects.get("path/a")?.equals(BYTES)).toBe(true);
  expect(sessions.begun).toBe(1);
  expect(sessions.receivedBytes).toBeLessThan(BYTES.length + (1 << 20));
  await storage.close();
});

test("an upload whose session is over begins anew", async () => {
  await using server = await startWebServer();
  const sessions = new Sessions(server, { breakAfter: 3 << 20 });
  const storage = openAt(server);
  await expect(storage.write("a", fileOf(BYTES), {})).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  sessions.forget();
  await storage.write("a", fileOf(BYTES), {});
  expect(sessions.objects.get("path/a")?.equals(BYTES)).toBe(true);
  expect(sessions.begun).toBe(2);
  await storage.close();
});

test("an upload that was killed goes on in another process, and what was sent for another file is not taken", async () => {
  using home = makeTempFolder();
  await using server = await startWebServer();
  const large = Buffer.alloc(17 << 20, "large");
  for (const bytes of [large, Buffer.alloc(large.length, "other")]) {
    const sessions = new Sessions(server, { breakAfter: 9 << 20 });
    const first = openAt(server, { HOME: home.path }).write("a", fileOf(large), {});
    await expect(first).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
    expect(home.list()).toHaveLength(1);
    const storage = openAt(server, { HOME: home.path });
    if (bytes !== large) {
      await expect(storage.write("a", fileOf(bytes), {})).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
    }
    await storage.write("a", fileOf(bytes), {});
    expect(sessions.objects.get("path/a")?.equals(bytes)).toBe(true);
    expect(sessions.begun).toBe(bytes === large ? 1 : 2);
    expect(home.list()).toEqual([]);
  }
});

test("content that is not confirmed is never sent whole, and its session is ended", async () => {
  await using server = await startWebServer();
  const sessions = new Sessions(server, {});
  const storage = openAt(server);
  const refused = new Error("refused");
  const upload = { ...fileOf(BYTES), confirm: () => Promise.reject(refused) };
  await expect(storage.write("a", upload, {})).rejects.toBe(refused);
  expect(sessions.objects.size).toBe(0);
  expect(sessions.receivedBytes).toBeLessThan(BYTES.length);
  expect(server.log.at(-1)).toMatch(/^DELETE /);
  await storage.close();
});

function openAt(server: WebServer, env: Readonly<Record<string, string>> = {}) {
  return openGsStorage({ url: "gs://bucket/path", options: new Map([["endpointurl", server.url]]), env });
}

function fileOf(bytes: Buffer) {
  const chunks = Array.from({ length: bytes.length >> 16 }, (_, i) => bytes.subarray(i << 16, (i + 1) << 16));
  const open = () => Readable.from(chunks);
  return { kind: "file", sizeBytes: bytes.length, open } as const;
}

/** The sessions of a server, as "Resumable uploads" of Google's documentation describes them. */
class Sessions {
  begun = 0;
  receivedBytes = 0;
  readonly objects = new Map<string, Buffer>();
  readonly #open = new Map<string, { readonly name: string; bytes: Buffer }>();
  #breakAfter: number | undefined;

  constructor(server: WebServer, { breakAfter }: { readonly breakAfter?: number }) {
    this.#breakAfter = breakAfter;
    server.intercept = (request, response) => {
      const url = new URL(request.url ?? "", server.url);
      const id = url.searchParams.get("upload_id");
      if (request.method === "POST") void this.#begin(request, response, url);
      else if (request.method === "DELETE") response.writeHead(499).end();
      else if (id !== null) void this.#receive(request, response, id);
      return true;
    };
  }

  /** As after a week. */
  forget(): void {
    this.#open.clear();
  }

  async #begin(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { name } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as { readonly name: string };
    const id = String(++this.begun);
    this.#open.set(id, { name, bytes: Buffer.alloc(0) });
    url.searchParams.set("upload_id", id);
    response.writeHead(200, { location: url.href }).end();
  }

  async #receive(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const session = this.#open.get(id);
    if (session === undefined) return void response.writeHead(404).end();
    const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(request.headers["content-range"] ?? "") ?? [];
    if (start !== undefined && Number(start) !== session.bytes.length) return void response.writeHead(503).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) {
      this.receivedBytes += chunk.length;
      chunks.push(chunk);
      if (this.#breakAfter === undefined || this.receivedBytes < this.#breakAfter) continue;
      this.#breakAfter = undefined;
      const bytes = Buffer.concat([session.bytes, ...chunks]);
      session.bytes = bytes.subarray(0, Math.floor(bytes.length / (256 << 10)) * (256 << 10));
      return void request.destroy();
    }
    session.bytes = Buffer.concat([session.bytes, ...chunks]);
    this.#answer(request, response, { ...session, total, id });
  }

  #answer(
    request: IncomingMessage,
    response: ServerResponse,
    { name, bytes, total, id }: { name: string; bytes: Buffer; total: string | undefined; id: string },
  ): void {
    if (String(bytes.length) !== total) {
      const range = bytes.length === 0 ? {} : { range: `bytes=0-${bytes.length - 1}` };
      return void response.writeHead(308, range).end();
    }
    const md5Hash = Buffer.from(hashBytes(bytes), "hex").toString("base64");
    if (request.headers["x-goog-hash"] !== `md5=${md5Hash}`) return void response.writeHead(400).end();
    this.#open.delete(id);
    this.objects.set(name, bytes);
    response.writeHead(200).end(JSON.stringify({ name, size: total, md5Hash, generation: "1", etag: "CAE=" }));
  }
}
