import { appendFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pumpFile } from "./pump-file.ts";
import { SMALL_FILE_BYTES } from "./stable-read.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test.each([0, 1, SMALL_FILE_BYTES, SMALL_FILE_BYTES * 2 + 7])(
  "pumpFile() passes on and copies %d bytes",
  async (size) => {
    using folder = makeTempFolder();
    const content = Buffer.alloc(size, "abcdefg");
    const path = folder.write("a", content);
    const copy = join(folder.path, "copy");
    const chunks: Buffer[] = [];
    const onChunk = (chunk: Uint8Array) => void chunks.push(Buffer.from(chunk));
    const stat = await pumpFile(path, { onChunk, copyTo: { path: copy, mode: 0o400 } });
    expect(Buffer.concat(chunks).equals(content)).toBe(true);
    expect(readFileSync(copy).equals(content)).toBe(true);
    expect(statSync(copy).mode & 0o777).toBe(0o400);
    expect(stat.size).toBe(BigInt(size));
    expect(chunks.slice(0, -1).every((chunk) => chunk.length === SMALL_FILE_BYTES)).toBe(true);
  },
);

test("pumpFile() notices a file that grows meanwhile", async () => {
  using folder = makeTempFolder();
  const path = folder.write("a", Buffer.alloc(SMALL_FILE_BYTES * 3));
  const pumping = pumpFile(path, { onChunk: () => appendFileSync(path, "x") });
  await expect(pumping).rejects.toMatchObject({ code: "FILE_CHANGED" });
});

test("pumpFile() ends when it is told to", async () => {
  using folder = makeTempFolder();
  const path = folder.write("a", Buffer.alloc(SMALL_FILE_BYTES * 3));
  const checkAborted = () => {
    throw new Error("enough");
  };
  await expect(pumpFile(path, { onChunk: () => undefined, checkAborted })).rejects.toThrow("enough");
});

test("pumpFile() rejects when the copy cannot be written", async () => {
  using folder = makeTempFolder();
  const path = folder.write("a", Buffer.alloc(SMALL_FILE_BYTES * 3));
  const pumping = pumpFile(path, { onChunk: () => undefined, copyTo: { path: "/dev/full/x", mode: 0o600 } });
  await expect(pumping).rejects.toMatchObject({ code: "ENOTDIR" });
});
