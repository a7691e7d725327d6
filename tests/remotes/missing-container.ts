import { expect } from "vitest";
import type { RemoteStorage } from "../../packages/core/src/remotes/storage/remote-storage.ts";

/** A bucket or container that does not exist is an error for everything that is asked of it, not a folder without files. */
export async function expectMissingContainer(storage: RemoteStorage, what: "bucket" | "container"): Promise<void> {
  for (const ask of [
    () => storage.stat("a", {}),
    () => storage.read("a", {}, {}),
    () => storage.write("a", { kind: "bytes", bytes: Buffer.from("x") }, {}),
    () => Array.fromAsync(storage.list?.("", { recursive: true }, {}) ?? []),
  ]) {
    await expect(ask()).rejects.toMatchObject({
      code: "STORAGE_REJECTED",
      message: expect.stringContaining(`there is no such ${what}`),
    });
  }
  await storage.close();
}
