import type { RunContext } from "../../base/events.ts";
import { isRunPath, type RunPath } from "../../formats/pipeline/run-path.ts";
import type { RunStorage } from "../run-storage.ts";
import type { RemoteStorage } from "./remote-storage.ts";
import type { StorageLeases } from "./storage-leases.ts";

/** The run cache beside the objects of storage that can list. What fails because of the network is tried again. */
export class StorageRuns implements RunStorage {
  readonly #leases: StorageLeases;

  constructor(leases: StorageLeases) {
    this.#leases = leases;
  }

  async *list(run: RunContext): AsyncGenerator<RunPath> {
    const list = async (storage: RemoteStorage) =>
      await Array.fromAsync(storage.list?.("runs", { recursive: true }, run) ?? [], ({ key }) => key);
    for (const key of await this.#leases.use(list, run)) if (isRunPath(key)) yield key;
  }

  read(path: RunPath, run: RunContext): Promise<Uint8Array | undefined> {
    return this.#leases.use(async (storage) => (await storage.read(path, {}, run))?.bytes(), run);
  }

  async write(path: RunPath, text: Uint8Array, run: RunContext): Promise<void> {
    const upload = { kind: "bytes", bytes: Buffer.from(text) } as const;
    await this.#leases.use((storage) => storage.write(path, upload, run), run);
  }
}
