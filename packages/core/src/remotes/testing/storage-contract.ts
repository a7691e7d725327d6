import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { bytesOf, keysBelow, type OpenStorage, RUN, sizeAndChecksum, streamOf, textAt } from "./storage-samples.ts";
import { testLargeFiles, testUnusualKeys } from "./storage-uploads-contract.ts";

/**
 * The contract of RemoteStorage as tests; each kind passes them against a real server.
 *
 * @param open gives the storage of a new, empty folder on the server for each test
 */
export function testStorageContract(kind: string, open: OpenStorage): void {
  testFiles(kind, open);
  testLargeFiles(kind, open);
  testUnusualKeys(kind, open);
  testFailures(kind, open);
  testFolders(kind, open);
}

function testFiles(kind: string, open: OpenStorage): void {
  test(`${kind}: write() makes a file that stat() and read() know, and replaces it`, async () => {
    const { storage } = await open();
    for (const text of ["first", "the second"]) {
      const written = await storage.write("folder/deep/name", bytesOf(text), RUN);
      const found = await storage.stat("folder/deep/name", RUN);
      expect(found).toMatchObject({ key: "folder/deep/name", sizeBytes: text.length });
      expect(written).toMatchObject({ key: "folder/deep/name", sizeBytes: text.length });
      expect(found?.checksum).toEqual(written.checksum ?? found?.checksum);
      expect(await textAt(storage, "folder/deep/name")).toBe(text);
    }
    expect(storage.url).not.toMatch(/\/$/);
    expect(storage.urlOf("folder/deep/name")).toBe(`${storage.url}/folder/deep/name`);
    await storage.close();
    expect(await textAt(storage, "folder/deep/name")).toBe("the second");
    await storage.close();
  });

  test(`${kind}: what does not exist, and a folder, is undefined`, async () => {
    const { storage } = await open();
    await storage.write("folder/name", bytesOf("x"), RUN);
    for (const key of ["nothing", "no/such/folder", "folder"]) {
      expect(await storage.stat(key, RUN)).toBeUndefined();
      expect(await storage.read(key, {}, RUN)).toBeUndefined();
    }
    await storage.close();
  });

  test(`${kind}: the key of nothing is the URL itself, be it a file or a folder`, async () => {
    const { storage, at } = await open();
    await storage.write("folder/deep/name", bytesOf("content"), RUN);
    const file = await at(storage.urlOf("folder/deep/name"));
    expect(await file.stat("", RUN)).toMatchObject({ key: "", sizeBytes: 7 });
    expect(await textAt(file, "")).toBe("content");
    expect(await textAt(file, "", { range: { start: 3 } })).toBe("tent");
    expect(await keysBelow(file, "", true)).toEqual([]);
    const folder = await at(`${storage.urlOf("folder")}/`);
    expect(await folder.stat("", RUN)).toBeUndefined();
    expect(await textAt(folder, "deep/name")).toBe("content");
    if (storage.list !== undefined) expect(await keysBelow(folder, "", true)).toEqual(["deep/name"]);
    await (await at(storage.urlOf("folder/other"))).write("", bytesOf("written"), RUN);
    expect(await textAt(storage, "folder/other")).toBe("written");
    for (const opened of [file, folder, storage]) await opened.close();
  });

  test(`${kind}: read() gives a range, and nothing past the end`, async () => {
    const { storage } = await open();
    await storage.write("digits", bytesOf("0123456789"), RUN);
    const part = async (start: number, end?: number) => {
      const range = { start, ...(end !== undefined && { end }) };
      return await textAt(storage, "digits", { range });
    };
    expect(await part(2, 5)).toBe("234");
    expect(await part(7)).toBe("789");
    expect(await part(7, 100)).toBe("789");
    expect(await part(4, 4)).toBe("");
    expect(await part(10)).toBe("");
    expect(await part(20, 25)).toBe("");
    const streamed = await storage.read("digits", { range: { start: 3, end: 6 } }, RUN);
    expect(streamed && String(await buffer(streamed.stream()))).toBe("345");
    await storage.close();
  });

  test(`${kind}: read() with ifMatch reads that content or throws FILE_CHANGED`, async () => {
    const { storage, lacks = [] } = await open();
    await storage.write("name", bytesOf("first"), RUN);
    const first = await storage.stat("name", RUN);
    if (lacks.includes("ifMatch")) return await storage.close();
    expect(first?.etag).toBeDefined();
    const rest = await storage.read("name", { ifMatch: first?.etag, range: { start: 1 } }, RUN);
    expect(String(await rest?.bytes())).toBe("irst");
    await storage.write("name", bytesOf("longer than first"), RUN);
    const other = textAt(storage, "name", { range: { start: 1 }, ifMatch: first?.etag });
    await expect(other).rejects.toMatchObject({ code: "FILE_CHANGED" });
    await storage.close();
  });

  test(`${kind}: an empty file is a file`, async () => {
    const { storage, lacks = [] } = await open();
    if (lacks.includes("emptyFiles")) return await storage.close();
    await storage.write("empty", bytesOf(""), RUN);
    expect(await storage.stat("empty", RUN)).toMatchObject({ sizeBytes: 0 });
    expect(await textAt(storage, "empty")).toBe("");
    await storage.write("stream", streamOf([]), RUN);
    expect(await textAt(storage, "stream")).toBe("");
    await storage.close();
  });
}

function testFailures(kind: string, open: OpenStorage): void {
  test(`${kind}: an aborted signal ends everything as CANCELLED`, async () => {
    const { storage } = await open();
    await storage.write("name", bytesOf("x"), RUN);
    const run = { signal: AbortSignal.abort() };
    const cancelled = { code: "CANCELLED" };
    await expect(storage.stat("name", run)).rejects.toMatchObject(cancelled);
    await expect(storage.read("name", {}, run)).rejects.toMatchObject(cancelled);
    await expect(storage.write("other", bytesOf("y"), run)).rejects.toMatchObject(cancelled);
    const { list } = storage;
    if (list !== undefined) {
      const listed = list.call(storage, "", { recursive: true }, run);
      await expect(Array.fromAsync(listed)).rejects.toMatchObject(cancelled);
    }
    expect(await storage.stat("other", RUN)).toBeUndefined();
    await storage.close();
  });

  test(`${kind}: an upload that is cancelled on its way leaves nothing`, async () => {
    const { storage } = await open();
    const abort = new AbortController();
    const slow = async function* () {
      yield Buffer.alloc(6 << 20);
      abort.abort();
      await new Promise(setImmediate);
      yield Buffer.alloc(6 << 20);
    };
    const upload = { kind: "stream", stream: Readable.from(slow()), sizeBytes: undefined } as const;
    const written = storage.write("name", upload, { signal: abort.signal });
    await expect(written).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await storage.stat("name", RUN)).toBeUndefined();
    await storage.close();
  });

  test(`${kind}: many at once give the same as one after the other`, async () => {
    const { storage } = await open();
    const texts = Array.from({ length: 60 }, (_, i) => `text ${i}`);
    await Promise.all(texts.map((text, i) => storage.write(`many/${i % 7}/${i}`, bytesOf(text), RUN)));
    await Promise.all(texts.map(() => storage.write("same", bytesOf("same"), RUN)));
    const read = await Promise.all(texts.map((_, i) => textAt(storage, `many/${i % 7}/${i}`)));
    expect(read).toEqual(texts);
    expect(await textAt(storage, "same")).toBe("same");
    await storage.close();
  });
}

function testFolders(kind: string, open: OpenStorage): void {
  test(`${kind}: list() gives one level, or the files of all`, async () => {
    const { storage } = await open();
    if (storage.list === undefined) return await storage.close();
    const keys = ["a", "b/c", "b/d/e", "b/d/f", "bb/g"];
    for (const key of keys) await storage.write(key, bytesOf(key), RUN);
    expect(await keysBelow(storage, "", true)).toEqual(keys);
    expect(await keysBelow(storage, "", false)).toEqual(["a", "b/", "bb/"]);
    expect(await keysBelow(storage, "b", true)).toEqual(["b/c", "b/d/e", "b/d/f"]);
    expect(await keysBelow(storage, "b", false)).toEqual(["b/c", "b/d/"]);
    for (const recursive of [true, false]) {
      expect(await keysBelow(storage, "nothing", recursive)).toEqual([]);
      expect(await keysBelow(storage, "a", recursive)).toEqual([]);
    }
    const entries = await Array.fromAsync(storage.list("b/d", { recursive: true }, RUN));
    const stats = await Promise.all(entries.map(({ key }) => storage.stat(key, RUN)));
    expect(entries.map(sizeAndChecksum)).toEqual(stats.map(sizeAndChecksum));
    await storage.close();
  });

  test(`${kind}: list() gives more files than a page holds`, async () => {
    const { storage } = await open();
    if (storage.list === undefined) return await storage.close();
    const keys = Array.from({ length: 1205 }, (_, i) => `page/${String(i).padStart(4, "0")}`);
    for (let i = 0; i < keys.length; i += 16) {
      await Promise.all(keys.slice(i, i + 16).map((key) => storage.write(key, bytesOf("x"), RUN)));
    }
    expect(await keysBelow(storage, "page", false)).toEqual(keys);
    expect(await keysBelow(storage, "", true)).toEqual(keys);
    await storage.remove?.(keys, RUN);
    if (storage.remove !== undefined) expect(await keysBelow(storage, "", true)).toEqual([]);
    await storage.close();
  });

  test(`${kind}: remove() deletes files, and is content if there are none`, async () => {
    const { storage } = await open();
    if (storage.remove === undefined) return await storage.close();
    await storage.write("a/b", bytesOf("x"), RUN);
    await storage.write("a/c", bytesOf("x"), RUN);
    await storage.remove(["a/b", "nothing", "no/such/folder"], RUN);
    await storage.remove(["a/b"], RUN);
    await storage.remove([], RUN);
    expect(await storage.stat("a/b", RUN)).toBeUndefined();
    expect(await textAt(storage, "a/c")).toBe("x");
    await storage.close();
  });
}
