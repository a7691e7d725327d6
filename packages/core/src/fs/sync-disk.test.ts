import { join } from "node:path";
import { expect, test } from "vitest";
import { loadDiskSync } from "./sync-disk.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("loadDiskSync() gives what ends when all is on the device, on Linux alone, and tells of a folder that is gone", async () => {
  using folder = makeTempFolder();
  const sync = await loadDiskSync();
  expect(sync !== undefined).toBe(process.platform === "linux");
  folder.write("a", "content");
  expect(await sync?.(folder.path)).toBeUndefined();
  const gone = join(folder.path, "gone");
  if (sync !== undefined) await expect(sync(gone)).rejects.toMatchObject({ code: "IO_FAILED" });
});
