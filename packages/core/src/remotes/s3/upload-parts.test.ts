import { expect, test } from "vitest";
import type { FileContent } from "../storage/remote-storage.ts";
import { partsOf } from "./upload-parts.ts";

test("parts of a file that reads into memory of others are read into the memory that is lent", async () => {
  const source = partsOf(fileOf("0123456789", 10), 4);
  const memory = Buffer.alloc(4);
  const read: string[] = [];
  for (let part = await source.next(memory); part !== undefined; part = await source.next(memory)) {
    expect(part.bytes.buffer).toBe(memory.buffer);
    read.push(`${part.number} ${String(part.bytes)}`);
  }
  expect(read).toEqual(["1 0123", "2 4567", "3 89"]);
});

test("a file that has become shorter is not sent", async () => {
  const source = partsOf(fileOf("012345", 10), 4);
  const memory = Buffer.alloc(4);
  await source.next(memory);
  await expect(source.next(memory)).rejects.toMatchObject({ code: "FILE_CHANGED" });
});

/** A file whose size was once another, perhaps, and which no stream may read. */
function fileOf(text: string, sizeBytes: number): FileContent {
  return {
    kind: "file",
    sizeBytes,
    open: () => {
      throw new Error("It was read by a stream");
    },
    readInto: async (memory, start) => Buffer.from(text).copy(memory, 0, start),
  };
}
