import { createServer, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { isPiece, PIECE_BYTES } from "../../fs/pieces.ts";
import type { HttpMessage } from "./http-message.ts";
import { openStoredBody, readStoredBody } from "./open-body.ts";
import { readPieces } from "./read-pieces.ts";
import { type SmallRequest, SmallRequests } from "./small-requests.ts";

const SETTINGS = {
  connectTimeoutMs: 1000,
  readTimeoutMs: 0,
  verifyCertificates: true,
  extraCertificates: undefined,
};

/** A server that says what it is told to say to each connection, once a request has come. */
async function serve(answer: (socket: Socket, request: string) => void, settings: Partial<typeof SETTINGS> = {}) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data) => answer(socket, data.toString("latin1")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const client = new SmallRequests({ ...SETTINGS, ...settings });
  onTestFinished(async () => {
    await client.close();
    server.close();
  });
  const ask = (more: Partial<SmallRequest> = {}): SmallRequest => ({
    method: "GET",
    url: new URL(`http://127.0.0.1:${port}/object`),
    action: "read",
    ...more,
  });
  return { client, ask };
}

const HEAD = "HTTP/1.1 200 OK\r\n";

test("a small answer is there whole, as bytes and as a stream", async () => {
  const { client, ask } = await serve((socket) => socket.write(`${HEAD}content-length: 4\r\n\r\nbody`));
  const first = await client.send(ask());
  expect([first.statusCode, first.statusMessage, String(first.takeChunks?.())]).toEqual([200, "OK", "body"]);
  expect([first.takeChunks?.(), String(await buffer(first))]).toEqual([undefined, ""]);
  expect(String(await buffer(await client.send(ask())))).toBe("body");
  expect(String(await buffer(openStoredBody(await client.send(ask()), ask())))).toBe("body");
});

test("a large answer is a stream that waits for its reader", async () => {
  const size = 6 << 20;
  const { client, ask } = await serve((socket) => {
    socket.write(`${HEAD}content-length: ${size}\r\n\r\n`);
    socket.write(Buffer.alloc(size, "x"));
  });
  const answer = await client.send(ask());
  expect(answer.takeChunks?.()).toBeUndefined();
  const bytes = await readStoredBody(answer, ask());
  expect([bytes.length, bytes.every((byte) => byte === 120)]).toEqual([size, true]);
});

test("a body is sent, and the headers as they are", async () => {
  const seen: string[] = [];
  const { client, ask } = await serve((socket, request) => {
    seen.push(request);
    socket.write(`${HEAD}content-length: 0\r\n\r\n`);
  });
  const content = Buffer.from("content");
  await client.send(ask({ method: "PUT", headers: { "x-a": "b" }, body: { sizeBytes: 7, content } }));
  expect(seen.join("")).toMatch(/^PUT \/object HTTP\/1\.1\r\n.*x-a: b\r\n.*content-length: 7\r\n\r\ncontent$/is);
});

test("a header that comes twice counts once", async () => {
  const { client, ask } = await serve((socket) =>
    socket.write(`${HEAD}etag: "a"\r\netag: "b"\r\ncontent-length: 0\r\n\r\n`),
  );
  expect((await client.send(ask())).headers.etag).toBe('"a"');
});

test.each([
  ["before its head", "HTTP/1.1 200"],
  ["in its small body", `${HEAD}content-length: 9\r\n\r\nhalf`],
])("an answer that breaks off %s fails as a broken connection", async (_where, text) => {
  const { client, ask } = await serve((socket) => socket.end(text));
  await expect(client.send(ask())).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE", kind: "network" });
});

test("a large answer that breaks off fails while it is read", async () => {
  const { client, ask } = await serve((socket) => socket.end(`${HEAD}content-length: 9999999\r\n\r\nhalf`));
  const answer = await client.send(ask());
  await expect(buffer(answer)).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
});

test("an answer that breaks off right behind its head fails, however late it is read", async () => {
  const { client, ask } = await serve((socket) => {
    socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n4\r\nbo`);
    setImmediate(() => socket.destroy());
  });
  const answers = [await client.send(ask()), await client.send(ask())];
  await Promise.all(answers.map((answer) => answer.closed || new Promise((resolve) => answer.once("close", resolve))));
  const readers = [readStoredBody, (answer: HttpMessage) => buffer(openStoredBody(answer, ask()))];
  const read = await Promise.allSettled(answers.map((answer, index) => readers[index]?.(answer, ask())));
  expect(read).toMatchObject(answers.map(() => ({ status: "rejected", reason: { code: "STORAGE_UNREACHABLE" } })));
});

test("a server that is silent is given up", async () => {
  const { client, ask } = await serve(() => undefined, { readTimeoutMs: 50 });
  await expect(client.send(ask())).rejects.toMatchObject({
    code: "STORAGE_UNREACHABLE",
    message: expect.stringContaining("no answer in 0.05 s"),
  });
});

test("an aborted signal ends all that is under way", async () => {
  const control = new AbortController();
  let asked = 0;
  const { client, ask } = await serve(() => {
    asked += 1;
    if (asked === 2) control.abort();
  });
  const both = [1, 2].map(() => client.send(ask({ signal: control.signal })));
  const ended = await Promise.allSettled(both);
  expect(ended).toMatchObject([1, 2].map(() => ({ status: "rejected", reason: { code: "CANCELLED" } })));
  await expect(client.send(ask({ signal: control.signal }))).rejects.toMatchObject({ code: "CANCELLED" });
});

test("what no header can hold is told as that", async () => {
  const { client, ask } = await serve(() => undefined);
  await expect(client.send(ask({ headers: { authorization: "two\nlines" } }))).rejects.toMatchObject({
    code: "CONFIG_INVALID",
  });
});

test("a server that is not there is unreachable", async () => {
  const client = new SmallRequests(SETTINGS);
  const url = new URL("http://127.0.0.1:1/object");
  await expect(client.send({ method: "GET", url, action: "read" })).rejects.toMatchObject({
    code: "STORAGE_UNREACHABLE",
    message: "Cannot read 'http://127.0.0.1:1/object': the server refuses the connection",
  });
});

test("an answer in pieces is there whole, however it arrives, and as it was sent", async () => {
  const size = (9 << 20) + 5;
  const content = Buffer.alloc(size, Buffer.from("0123456789abcdef!"));
  const head = `${HEAD}x-mark: ${"m".repeat(40)}\r\ncontent-length: ${size}\r\n\r\n`;
  const { client, ask } = await serve((socket) => {
    // The head byte by byte, each with a packet of its own, and then large writes.
    socket.setNoDelay(true);
    const writeHead = (at: number): void => {
      if (at < head.length) socket.write(head.slice(at, at + 1), () => setImmediate(writeHead, at + 1));
      else socket.write(content);
    };
    writeHead(0);
  });
  const whole = { start: 0, end: size };
  const answers = await Promise.all([1, 2, 3].map(() => client.send(ask({ inPieces: whole }))));
  for (const answer of [...answers, await client.send(ask({ inPieces: whole }))]) {
    expect(answer.headers["x-mark"]).toBe("m".repeat(40));
    const pieces = await readPieces(answer, ask(), whole);
    expect(pieces.map(({ length }) => length)).toEqual([...Array(9).fill(PIECE_BYTES), 5]);
    expect(pieces.slice(0, -1).every(isPiece)).toBe(true);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
  }
});

test("an answer in pieces that breaks off is a failure of the network, and a refusal can be read", async () => {
  const { client, ask } = await serve((socket, request) => {
    if (request.includes("short")) socket.end(`${HEAD}content-length: 100000\r\n\r\n${"x".repeat(50_000)}`);
    else socket.write("HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno");
  });
  const broken = client.send(ask({ inPieces: { start: 0, end: 100_000 }, headers: { ask: "short" } }));
  await expect(broken).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  const refused = await client.send(ask({ inPieces: { start: 0, end: 1 } }));
  expect([refused.statusCode, String(await readStoredBody(refused, ask()))]).toEqual([403, "no"]);
});

test("of an answer in pieces no more is kept than the range, whatever the server sends", async () => {
  const size = 6 << 20;
  const content = Buffer.alloc(size, Buffer.from("0123456789abcdef!"));
  const { client, ask } = await serve((socket, request) => {
    const status = request.includes("partial") ? "206 Partial Content" : "200 OK";
    // The rest never comes: who waits for it waits for ever.
    socket.write(`HTTP/1.1 ${status}\r\ncontent-length: ${size * 1000}\r\n\r\n`);
    socket.write(content);
  });
  const inPieces = { start: 1_000_003, end: 4_000_000 };
  const all = await client.send(ask({ inPieces }));
  expect(Buffer.concat(await readPieces(all, ask(), inPieces)).equals(content.subarray(1_000_003, 4_000_000))).toBe(
    true,
  );
  const part = await client.send(ask({ inPieces, headers: { ask: "partial" } }));
  expect(Buffer.concat(await readPieces(part, ask(), inPieces)).equals(content.subarray(0, 2_999_997))).toBe(true);
});
