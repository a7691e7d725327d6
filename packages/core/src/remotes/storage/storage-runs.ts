import { isRunPath, type RunPath } from "../../formats/pipeline/run-path.ts";
import type { RunStorage } from "../run-storage.ts";
import type { StorageLeases } from "./storage-leases.ts";

/** The run cache beside the objects of storage that can list. */
export class StorageRuns implements RunStorage {
  readonly #leases: StorageLeases;

  constructor(leases: StorageLeases) {
    this.#leases = leases;
  }

  async *list(): AsyncGenerator<RunPath> {
    using lease = await this.#leases.take();
    for await (const { key } of lease.storage.list?.("runs", { recursive: true }, {}) ?? []) {
      if (isRunPath(key)) yield key;
    }
  }

  async read(path: RunPath): Promise<Uint8Array | undefined> {
    using lease = await this.#leases.take();
    return await (await lease.storage.read(path, {}, {}))?.bytes();
  }

  async write(path: RunPath, text: Uint8Array): Promise<void> {
    using lease = await this.#leases.take();
    await lease.storage.write(path, { kind: "bytes", bytes: Buffer.from(text) }, {});
  }
}
