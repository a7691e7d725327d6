import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { LodeError } from "../../base/lode-error.ts";
import type { OptionValue } from "../../formats/config/option-rules.ts";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { SftpStorage } from "./sftp-storage.ts";
import { type PlainSftpServer, startPlainSftpServer } from "./testing/plain-sftp-server.ts";

const PASSWORD = "of-the-test";
const upload = (text: string) => ({ kind: "bytes", bytes: Buffer.from(text) }) as const;

test("SftpStorage works with a server that knows no extension, and asks for the password in its own words", async () => {
  const { server, storage } = await plainServer();
  await storage.write("a", upload("first"), {});
  await storage.write("a", upload("second"), {});
  expect(String(await (await storage.read("a", {}, {}))?.bytes())).toBe("second");
  expect([...server.files.keys()]).toEqual(["/data/a"]);
  await storage.remove(["a", "b"], {});
  expect(server.files.size).toBe(0);
});

test("SftpStorage reads what a server gives in small pieces", async () => {
  const { server, storage } = await plainServer();
  const bytes = Buffer.alloc(300_000, "0123456789abc");
  server.files.set("/data/large", bytes);
  expect((await (await storage.read("large", {}, {}))?.bytes())?.equals(bytes)).toBe(true);
  const part = await storage.read("large", { range: { start: 150_000, end: 290_001 } }, {});
  expect(Buffer.concat((await part?.stream().toArray()) ?? []).equals(bytes.subarray(150_000, 290_001))).toBe(true);
});

test("SftpStorage throws a passing error where the connection breaks, and connects anew", async () => {
  const { server, storage } = await plainServer();
  server.files.set("/data/a", Buffer.from("x"));
  const file = await storage.read("a", {}, {});
  server.breakConnections();
  await expect(file?.bytes()).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  expect(await storage.stat("a", {})).toMatchObject({ sizeBytes: 1 });
});

test("SftpStorage does not try a refused login again", async () => {
  const { server, storage } = await plainServer({ password: "wrong" });
  await expect(storage.stat("a", {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  await server[Symbol.asyncDispose]();
  await expect(storage.stat("a", {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
});

async function plainServer(
  options: Readonly<Record<string, OptionValue>> = { password: PASSWORD },
): Promise<{ readonly server: PlainSftpServer; readonly storage: SftpStorage }> {
  const folder = makeTempFolder();
  const server = await startPlainSftpServer(PASSWORD);
  folder.write(".ssh/known_hosts", `[127.0.0.1]:${server.port} ${server.hostKey}\n`);
  const url = `ssh://me@127.0.0.1:${server.port}/data`;
  const storage = new SftpStorage({ url, options: new Map(Object.entries(options)), env: { HOME: folder.path } });
  onTestFinished(async () => {
    await storage.close().catch(() => undefined);
    if (server.isOpen()) await server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
  return { server, storage };
}

test("SftpStorage.write() closes its file once, and removes it, where the content is not confirmed", async () => {
  const { server, storage } = await plainServer();
  const confirm = async () => {
    throw new LodeError("OBJECT_CORRUPT", "Cannot send it");
  };
  await expect(storage.write("a", { ...upload("x"), confirm }, {})).rejects.toMatchObject({ code: "OBJECT_CORRUPT" });
  expect([server.closes(), server.files.size]).toEqual([1, 0]);
});

test("SftpStorage.write() throws where the connection has broken between two pieces", async () => {
  const { server, storage } = await plainServer();
  const content = async function* () {
    yield Buffer.from("first");
    server.breakConnections();
    await pause(100);
    yield Buffer.from("second");
  };
  const stream = Readable.from(content());
  const written = storage.write("a", { kind: "stream", stream, sizeBytes: undefined }, {});
  await expect(written).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
});

test("SftpStorage opens another channel where the server has ended one, and the connection stays", async () => {
  const { server, storage } = await plainServer();
  server.files.set("/data/a", Buffer.from("x"));
  const file = await storage.read("a", {}, {});
  server.endChannels();
  await expect(file?.bytes()).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  expect(await storage.stat("a", {})).toMatchObject({ sizeBytes: 1 });
  expect(server.connections()).toBe(1);
});

test("SftpStorage throws a passing error where the connection breaks while a folder is listed", async () => {
  const { server, storage } = await plainServer();
  server.onList(() => server.breakConnections());
  const listed = Array.fromAsync(storage.list("", { recursive: true }, {}));
  await expect(listed).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
});
