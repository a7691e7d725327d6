import { join } from "node:path";
import { expect, test } from "vitest";
import { readInto } from "./read-range.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("readInto() fills memory from a place on, as far as the file goes", async () => {
  using folder = makeTempFolder();
  const path = folder.write("file", "0123456789");
  const memory = Buffer.alloc(4, "-");
  expect(await readInto(memory, path, 3)).toBe(4);
  expect(String(memory)).toBe("3456");
  memory.fill("-");
  expect(await readInto(memory, path, 8)).toBe(2);
  expect(String(memory)).toBe("89--");
  expect(await readInto(memory, path, 10)).toBe(0);
});

test("readInto() tells which file it cannot read", async () => {
  using folder = makeTempFolder();
  const path = join(folder.path, "none");
  await expect(readInto(Buffer.alloc(1), path, 0)).rejects.toMatchObject({ code: "IO_FAILED", details: { path } });
});
