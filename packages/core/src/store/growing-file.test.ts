import { appendFileSync, readFileSync, truncateSync } from "node:fs";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { makeTempFolder } from "../fs/testing/temp-folder.ts";
import { hashBytes } from "../hash/md5.ts";
import { GrowingFile } from "./growing-file.ts";

const MIB = 1 << 20;

async function* breakingOff(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_537) yield bytes.subarray(at, at + 65_537);
  throw new Error("broken off");
}

test("GrowingFile keeps what came before each break, and knows the digest of all", async () => {
  using folder = makeTempFolder();
  using file = new GrowingFile(folder.write("part", ""), "md5");
  const parts = [3 * MIB + 5, 17, 9 * MIB, 0].map((size, i) => Buffer.alloc(size, `part ${i}, `));
  let sizeBytes = 0;
  for (const part of parts) {
    await expect(file.append(Readable.from(breakingOff(part)))).rejects.toThrow("broken off");
    sizeBytes += part.length;
    expect(file.sizeBytes).toBe(sizeBytes);
  }
  await file.append(Readable.from([Buffer.from("end")]));
  const content = Buffer.concat([...parts, Buffer.from("end")]);
  expect(readFileSync(file.path).equals(content)).toBe(true);
  expect(await file.digest()).toBe(hashBytes(content));
});

test("GrowingFile goes on with what another process has left, and with what was cut off meanwhile", async () => {
  using folder = makeTempFolder();
  using file = new GrowingFile(folder.write("part", Buffer.alloc(2 * MIB, "before")), "md5");
  await file.append(Readable.from([Buffer.from("one")]));
  appendFileSync(file.path, "two");
  await file.append(Readable.from([Buffer.from("three")]));
  expect(await file.digest()).toBe(hashBytes(readFileSync(file.path)));
  truncateSync(file.path, MIB);
  await file.append(Readable.from([Buffer.from("four")]));
  expect(await file.digest()).toBe(hashBytes(Buffer.concat([Buffer.alloc(MIB, "before"), Buffer.from("four")])));
});

test("GrowingFile tells what the system refuses", async () => {
  using folder = makeTempFolder();
  using file = new GrowingFile(`${folder.path}/nothing`, "md5");
  await expect(file.append(Readable.from([Buffer.from("x")]))).rejects.toMatchObject({ code: "IO_FAILED" });
});
