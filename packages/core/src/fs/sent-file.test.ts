import { mkdtempDisposableSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { SentFile } from "./sent-file.ts";

const MIB = 1 << 20;

test("SentFile sends ranges of several files at once, each with its own bytes", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "sent-file-"));
  const contents = [..."abcdefgh"].map((letter) => Buffer.alloc(5 * MIB + 77, `${letter} is one of them, `));
  for (const [at, content] of contents.entries()) writeFileSync(join(folder.path, String(at)), content);
  await using server = await serve(async (path) => {
    const file = await open(join(folder.path, path));
    return new SentFile(file, { start: 3, end: 4 * MIB + 5 });
  });
  // Twice, so that the second ones use the memory of the first.
  for (let round = 0; round < 2; round++) {
    const bodies = await Promise.all(contents.map(async (_, at) => buffer(await server.request(`/${at}`))));
    for (const [at, body] of bodies.entries())
      expect(body.equals(contents[at]?.subarray(3, 4 * MIB + 5) ?? body)).toBe(true);
  }
});

test("SentFile breaks the answer off if the file has become shorter", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "sent-file-"));
  const path = join(folder.path, "file");
  writeFileSync(path, Buffer.alloc(2 * MIB));
  await using server = await serve(async () => {
    const file = await open(path);
    truncateSync(path, MIB);
    return new SentFile(file, { start: 0, end: 2 * MIB });
  });
  await expect(buffer(await server.request("/"))).rejects.toThrow("aborted");
});

test("SentFile closes the file when the client is gone", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "sent-file-"));
  const path = join(folder.path, "file");
  writeFileSync(path, Buffer.alloc(64 * MIB));
  const closed = Promise.withResolvers<number>();
  await using server = await serve(async () => {
    const file = await open(path);
    const sent = new SentFile(file, { start: 0, end: 64 * MIB });
    // Its end waits for that of the file.
    return sent.once("close", () => closed.resolve(file.fd));
  });
  (await server.request("/")).destroy();
  expect(await closed.promise).toBe(-1);
});

interface Served extends AsyncDisposable {
  request(path: string): Promise<IncomingMessage>;
}

/** Answers as the framework does: what fails ends the connection, and a connection that is gone ends the stream. */
async function serve(body: (path: string) => Promise<SentFile>): Promise<Served> {
  const server: Server = createServer((request, answer) => {
    void body(request.url ?? "").then((sent) => {
      sent.on("error", () => answer.destroy());
      answer.once("close", () => sent.destroy());
      sent.pipe(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    request: (path) =>
      new Promise((resolve, reject) => {
        get({ port, path, host: "127.0.0.1", agent: false }, resolve).on("error", reject);
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
