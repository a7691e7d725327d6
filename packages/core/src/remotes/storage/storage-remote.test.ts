import { hash } from "node:crypto";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { LodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import { isRunPath } from "../../formats/pipeline/run-path.ts";
import { makeTempFolder, type TempFolder } from "../../fs/testing/temp-folder.ts";
import { objectKey } from "../object-key.ts";
import { MemoryStorage } from "../testing/memory-storage.ts";
import { testRemoteContract } from "../testing/remote-contract.ts";
import { testStorageContract } from "../testing/storage-contract.ts";
import type { IncomingFile } from "./remote-storage.ts";
import { StorageRemote } from "./storage-remote.ts";

testStorageContract("memory", async () => new MemoryStorage().underTest());

testRemoteContract("storage", { lists: true }, async () => {
  const storage = new MemoryStorage();
  return {
    remote: remoteOn(storage),
    damage: async (oid, bytes) => void storage.files.set(objectKey({ hashName: "md5", oid }), Buffer.from(bytes)),
  };
});

test("findMissing() asks for each object of a few, and once lists what holds many", async () => {
  const storage = new MemoryStorage();
  const oids = Array.from({ length: 3000 }, (_, i) => oidOf(String(i)));
  const there = oids.filter((_, i) => i % 3 === 0);
  for (const oid of there) storage.files.set(objectKey({ hashName: "md5", oid }), Buffer.from("x"));
  const absent = oids.filter((_, i) => i % 3 !== 0);
  const few = oids.slice(0, 3);
  expect([...(await remoteOn(storage).findMissing({ hashName: "md5", oids: few }, {}))]).toEqual(few.slice(1));
  expect(storage.log.splice(0)).toHaveLength(3);
  expect([...(await remoteOn(storage).findMissing({ hashName: "md5", oids }, {}))]).toEqual(absent);
  expect(storage.log.splice(0)).toEqual(["list files/md5/00", "list files/md5"]);
});

test("findMissing() asks for each object where a listing would be longer", async () => {
  const storage = new MemoryStorage();
  for (let i = 0; i < 200; i++) storage.files.set(`files/md5/00/${hash("md5", String(i)).slice(2)}`, Buffer.from("x"));
  const oids = Array.from({ length: 40 }, (_, i) => oidOf(String(i)));
  expect((await remoteOn(storage).findMissing({ hashName: "md5", oids }, {})).size).toBe(40);
  expect(storage.log.filter((request) => request.startsWith("stat"))).toHaveLength(40);
});

test("objects of DVC 2.x are listed without those of DVC 3, which lie below them", async () => {
  const storage = new MemoryStorage();
  const oid = oidOf("x");
  storage.files.set(objectKey({ hashName: "md5", oid }), Buffer.from("x"));
  storage.files.set(objectKey({ hashName: "md5-dos2unix", oid: oidOf("y") }), Buffer.from("y"));
  expect(await Array.fromAsync(remoteOn(storage).list("md5-dos2unix"))).toEqual([oidOf("y")]);
  expect(await Array.fromAsync(remoteOn(storage).list("md5"))).toEqual([oid]);
});

test("fetchInto() goes on where a large object broke off", async () => {
  using folder = makeTempFolder();
  const storage = new BreakingStorage();
  const bytes = Buffer.alloc(3 << 20, "content ");
  const oid = oidOf(bytes);
  storage.files.set(objectKey({ hashName: "md5", oid }), bytes);
  const { transferred } = await remoteOn(storage).fetchInto(storeIn(folder), [oid], {});
  expect(transferred).toEqual([oid]);
  expect(storage.log).toHaveLength(3);
});

test("openRead() goes on where a large object, or a part of it, broke off", async () => {
  const storage = new BreakingStorage();
  const bytes = Buffer.concat([Buffer.alloc(2 << 20, "begin "), Buffer.alloc(2 << 20, "end ")]);
  const id = { hashName: "md5", oid: oidOf(bytes) } as const;
  storage.files.set(objectKey(id), bytes);
  const remote = remoteOn(storage);
  const whole = await remote.openRead(id);
  expect(Buffer.concat((await whole?.toArray()) ?? []).equals(bytes)).toBe(true);
  const [start, end] = [100, (3 << 20) + 100];
  const part = await remote.openRead(id, { start, end });
  expect(Buffer.concat((await part?.toArray()) ?? []).equals(bytes.subarray(start, end))).toBe(true);
});

test("a listing, and a record of the run cache, are asked for again when the network fails", async () => {
  const storage = new FlakyStorage();
  const remote = remoteOn(storage);
  const { runs } = remote;
  const oid = oidOf("x");
  const path = `runs/ab/ab${"0".repeat(62)}/${"1".repeat(64)}`;
  if (!isRunPath(path)) throw new Error("not a record");
  storage.files.set(objectKey({ hashName: "md5", oid }), Buffer.from("x"));
  expect(await Array.fromAsync(remote.list("md5"))).toEqual([oid]);
  await runs?.write(path, Buffer.from("record"), {});
  expect(await Array.fromAsync(runs?.list({}) ?? [])).toEqual([path]);
  expect(String(await runs?.read(path, {}))).toBe("record");
});

test("pushFrom() sends no large object that does not hash to its id", async () => {
  using folder = makeTempFolder();
  const storage = new MemoryStorage();
  const oid = oidOf("other");
  folder.write(`cache/${oid.slice(0, 2)}/${oid.slice(2)}`, Buffer.alloc(3 << 20));
  const { failed } = await remoteOn(storage).pushFrom(storeIn(folder), [oid], {});
  expect(failed[0]?.error).toMatchObject({ code: "OBJECT_CORRUPT" });
  expect(storage.files.size).toBe(0);
});

test("a remote opens its storage when it is needed, and ends its connections when it is not", async () => {
  const storage = new MemoryStorage();
  let opened = 0;
  const open = async () => {
    if (++opened === 1) throw new LodeError("STORAGE_UNREACHABLE", "Cannot open it");
    return storage;
  };
  const remote = new StorageRemote({ name: "r", url: "memory://me:secret@storage/", lists: true, open });
  expect([remote.url, opened]).toEqual(["memory://me:***@storage", 0]);
  const ids = { hashName: "md5", oids: [oidOf("x")] } as const;
  await expect(remote.findMissing(ids, {})).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  await remote.findMissing(ids, {});
  await remote.findMissing(ids, {});
  expect(opened).toBe(2);
  await expect.poll(() => storage.closed).toBe(1);
});

test("the run cache of a remote is written, listed and read", async () => {
  const { runs } = remoteOn(new MemoryStorage());
  const path = `runs/ab/ab${"0".repeat(62)}/${"1".repeat(64)}`;
  if (!isRunPath(path)) throw new Error("not a record");
  await runs?.write(path, Buffer.from("record"), {});
  expect(await Array.fromAsync(runs?.list({}) ?? [])).toEqual([path]);
  expect(String(await runs?.read(path, {}))).toBe("record");
});

/** Each answer ends after a megabyte. */
class BreakingStorage extends MemoryStorage {
  override async read(...args: Parameters<MemoryStorage["read"]>): Promise<IncomingFile | undefined> {
    const file = await super.read(...args);
    if (file === undefined) return undefined;
    return { ...file, stream: () => Readable.from(brokenOff(file.stream())) };
  }
}

/** Fails whenever something is asked for the first time. */
class FlakyStorage extends MemoryStorage {
  readonly #asked = new Set<string>();

  override read(...args: Parameters<MemoryStorage["read"]>): ReturnType<MemoryStorage["read"]> {
    this.#failOnce(`read ${args[0]}`);
    return super.read(...args);
  }

  override write(...args: Parameters<MemoryStorage["write"]>): ReturnType<MemoryStorage["write"]> {
    this.#failOnce(`write ${args[0]}`);
    return super.write(...args);
  }

  override async *list(...args: Parameters<MemoryStorage["list"]>): ReturnType<MemoryStorage["list"]> {
    yield* super.list(...args);
    this.#failOnce(`list ${args[0]}`);
  }

  #failOnce(request: string): void {
    if (this.#asked.has(request)) return;
    this.#asked.add(request);
    throw new LodeError("STORAGE_UNREACHABLE", "Cannot reach it");
  }
}

async function* brokenOff(stream: Readable): AsyncGenerator<Buffer> {
  const bytes = Buffer.concat(await stream.toArray());
  yield bytes.subarray(0, 1 << 20);
  if (bytes.length > 1 << 20) throw new LodeError("STORAGE_UNREACHABLE", "Cannot read on");
}

function remoteOn(storage: MemoryStorage): StorageRemote {
  return new StorageRemote({ name: "memory", url: storage.url, lists: true, open: async () => storage });
}

function storeIn(folder: TempFolder) {
  return { dir: `${folder.path}/cache`, hashName: "md5", linkTypes: ["copy"] } as const;
}

function oidOf(content: string | Buffer): Oid {
  const oid = parseOid(hash("md5", content));
  if (oid === undefined) throw new Error("not an id");
  return oid;
}
