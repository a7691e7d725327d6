import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { spoolStream } from "./spool-stream.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("spoolStream() writes chunks of all sizes in their order, and shows each", async () => {
  using folder = makeTempFolder();
  const chunks = [1, 70_000, 0, 3 << 20, 5].map((size, i) => Buffer.alloc(size, `chunk ${i}`));
  const hasher = createHash("md5");
  const spooled = await spoolStream({ dir: folder.path }, Readable.from(chunks), (chunk) => hasher.update(chunk));
  const bytes = readFileSync(spooled.path);
  expect(bytes.equals(Buffer.concat(chunks))).toBe(true);
  expect(spooled.sizeBytes).toBe(bytes.length);
  expect(hasher.digest("hex")).toBe(createHash("md5").update(bytes).digest("hex"));
});

test("spoolStream() leaves nothing of a stream that breaks off, and throws why", async () => {
  using folder = makeTempFolder();
  const broken = new Error("broken off");
  const chunks = async function* () {
    yield Buffer.alloc(1000);
    throw broken;
  };
  const spooled = spoolStream({ dir: folder.path }, Readable.from(chunks()), () => undefined);
  await expect(spooled).rejects.toBe(broken);
  expect(folder.list()).toEqual([]);
});
