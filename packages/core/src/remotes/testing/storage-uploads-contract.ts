import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { compareCodePoints } from "../../base/code-point-order.ts";
import {
  bytesOf,
  chunksOf,
  fileOf,
  isAt,
  keysBelow,
  LARGE_BYTES,
  largeBytes,
  type OpenStorage,
  RUN,
  streamOf,
  textAt,
} from "./storage-samples.ts";

/** What is uploaded is visible whole, or not at all. */
export function testLargeFiles(kind: string, open: OpenStorage): void {
  test(`${kind}: write() sends a large file in whatever way, and it is visible when it is whole`, async () => {
    const { storage } = await open();
    const bytes = largeBytes();
    let sizeWhenRead: unknown;
    const confirm = async () => {
      sizeWhenRead = await storage.stat("large", RUN);
    };
    await storage.write("large", { ...fileOf(bytes), confirm }, RUN);
    expect(sizeWhenRead).toBeUndefined();
    expect(await isAt(storage, "large", bytes)).toBe(true);
    await storage.write("streamed", { ...streamOf(chunksOf(bytes)), confirm }, RUN);
    expect(await isAt(storage, "streamed", bytes)).toBe(true);
    await storage.write("announced", { ...streamOf(chunksOf(bytes)), sizeBytes: bytes.length }, RUN);
    expect(await isAt(storage, "announced", bytes)).toBe(true);
    const part = await storage.read("large", { range: { start: 9_000_001, end: 20_000_003 } }, RUN);
    expect(part && (await buffer(part.stream())).equals(bytes.subarray(9_000_001, 20_000_003))).toBe(true);
    await storage.close();
  });

  test(`${kind}: a failing confirm leaves nothing, and what was there stays`, async () => {
    const { storage } = await open();
    const refused = new Error("refused");
    const confirm = () => Promise.reject(refused);
    await storage.write("old", bytesOf("old"), RUN);
    const bytes = largeBytes();
    for (const upload of [bytesOf("new"), fileOf(bytes), streamOf(chunksOf(bytes)), streamOf([Buffer.from("x")])]) {
      await expect(storage.write("old", { ...upload, confirm }, RUN)).rejects.toBe(refused);
    }
    await expect(storage.write("folder/new", { ...fileOf(bytes), confirm }, RUN)).rejects.toBe(refused);
    expect(await textAt(storage, "old")).toBe("old");
    expect(await keysBelow(storage, "", true)).toEqual(storage.list === undefined ? [] : ["old"]);
    await storage.close();
  });

  test(`${kind}: content that fails while it is read is not uploaded`, async () => {
    const { storage } = await open();
    const failure = new Error("the disk failed");
    const failing = async function* () {
      yield Buffer.alloc(9 << 20);
      throw failure;
    };
    const stream = () => Readable.from(failing());
    for (const upload of [
      { kind: "stream", stream: stream(), sizeBytes: undefined },
      { kind: "stream", stream: stream(), sizeBytes: LARGE_BYTES },
      { kind: "file", open: stream, sizeBytes: LARGE_BYTES },
    ] as const) {
      await expect(storage.write("name", upload, RUN)).rejects.toThrow("the disk failed");
      expect(await storage.stat("name", RUN)).toBeUndefined();
    }
    await storage.close();
  });
}

/** Keys that must be escaped somewhere. */
export function testUnusualKeys(kind: string, open: OpenStorage): void {
  const names = [
    "a b",
    "ä-日本",
    "100%",
    "a%20b",
    "a#b",
    "a?b=c",
    "a+b",
    "a&b;c",
    "[a]{b}",
    "it's",
    'a"b',
    "~a,$@!()=:",
  ];

  test(`${kind}: keys may hold blanks, letters of all languages and the marks of URLs`, async () => {
    const { storage } = await open();
    for (const name of names) await storage.write(`in ${name}/${name}`, bytesOf(name), RUN);
    for (const name of names) expect(await textAt(storage, `in ${name}/${name}`)).toBe(name);
    await storage.close();
  });

  test(`${kind}: unusual keys are listed and removed`, async () => {
    const { storage } = await open();
    const keys = names.map((name) => `in ${name}/${name}`);
    for (const key of keys) await storage.write(key, bytesOf(key), RUN);
    if (storage.list !== undefined) {
      expect(await keysBelow(storage, "", true)).toEqual(keys.toSorted(compareCodePoints));
      for (const name of names) expect(await keysBelow(storage, `in ${name}`, false)).toEqual([`in ${name}/${name}`]);
    }
    if (storage.remove !== undefined) {
      await storage.remove(keys, RUN);
      for (const key of keys) expect(await storage.stat(key, RUN)).toBeUndefined();
    }
    await storage.close();
  });
}
