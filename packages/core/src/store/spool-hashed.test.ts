import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { makeTempFolder } from "../fs/testing/temp-folder.ts";
import { hashBytes } from "../hash/md5.ts";
import { spoolHashed } from "./spool-hashed.ts";

const MIB = 1 << 20;

/** Bytes that differ from stream to stream and from place to place, with ends of lines in them. */
function* chunksOf(sizeBytes: number, seed: number): Generator<Buffer> {
  for (let at = 0; at < sizeBytes; at += 777_777) {
    yield Buffer.alloc(Math.min(777_777, sizeBytes - at), `stream ${seed} at ${at}\r\n`);
  }
}

test.each([0, 5, MIB, 8 * MIB, 8 * MIB + 1, 40 * MIB + 3])("spoolHashed() gives the MD5 of %d bytes", async (size) => {
  using folder = makeTempFolder();
  const spooled = await spoolHashed({ dir: folder.path }, Readable.from(chunksOf(size, 1)), "md5");
  const content = readFileSync(spooled.path);
  expect(content.length).toBe(size);
  expect(spooled.digest).toBe(createHash("md5").update(content).digest("hex"));
});

test("spoolHashed() keeps many streams at once apart, also those that break off", async () => {
  using folder = makeTempFolder();
  const streams = Array.from({ length: 12 }, async (_, seed) => {
    const hashName = seed % 2 === 0 ? "md5" : "md5-dos2unix";
    const broken = async function* () {
      yield* chunksOf(20 * MIB, seed);
      throw new Error("broken off");
    };
    const source = seed % 3 === 0 ? broken() : chunksOf((10 + seed) * MIB, seed);
    const spooling = spoolHashed({ dir: folder.path }, Readable.from(source), hashName);
    if (seed % 3 === 0) return await expect(spooling).rejects.toThrow("broken off");
    const spooled = await spooling;
    expect(spooled.digest).toBe(hashBytes(readFileSync(spooled.path), hashName));
  });
  await Promise.all(streams);
  expect(folder.list().length).toBe(8);
});

test("spoolHashed() tells what the system refuses, and leaves nothing", async () => {
  using folder = makeTempFolder();
  folder.write("file", "");
  const spooled = spoolHashed({ dir: `${folder.path}/file/x` }, Readable.from(chunksOf(20 * MIB, 1)), "md5");
  await expect(spooled).rejects.toMatchObject({ code: "IO_FAILED" });
});
