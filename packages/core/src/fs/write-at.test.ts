import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { expect, test } from "vitest";
import { makeTempFolder } from "./testing/temp-folder.ts";
import { writeAt } from "./write-at.ts";

test("writeAt() writes all of what takes several steps, at its place", async () => {
  using folder = makeTempFolder();
  const path = folder.write("file", "0123456789");
  const bytes = Buffer.alloc(600_001);
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.writeUInt32BE(at, at);
  {
    await using file = await open(path, "r+");
    await writeAt(file, bytes, 5);
  }
  const written = readFileSync(path);
  expect(String(written.subarray(0, 5))).toBe("01234");
  expect(written.subarray(5).equals(bytes)).toBe(true);
});
