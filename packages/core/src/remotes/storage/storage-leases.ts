import type { RemoteStorage } from "./remote-storage.ts";

/** The use of a storage for a while; `using` gives it back. */
export interface StorageLease extends Disposable {
  readonly storage: RemoteStorage;
}

/** A storage that nobody uses for so long ends its connections. */
const IDLE_MS = 500;

/** Opens a storage when it is first needed, and ends its connections whenever nobody has used it for half a second. */
export class StorageLeases {
  readonly #open: () => Promise<RemoteStorage>;
  #storage: Promise<RemoteStorage> | undefined;
  #held = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(open: () => Promise<RemoteStorage>) {
    this.#open = open;
  }

  /** @throws what opening throws; the next one tries again */
  async take(): Promise<StorageLease> {
    this.#storage ??= this.#open();
    try {
      const storage = await this.#storage;
      this.#held += 1;
      clearTimeout(this.#timer);
      return { storage, [Symbol.dispose]: () => this.#release(storage) };
    } catch (error) {
      this.#storage = undefined;
      throw error;
    }
  }

  #release(storage: RemoteStorage): void {
    this.#held -= 1;
    if (this.#held > 0) return;
    clearTimeout(this.#timer);
    // What cannot be ended has nobody to tell: everything that was asked of the storage is done.
    this.#timer = setTimeout(() => void storage.close().catch(() => undefined), IDLE_MS).unref();
  }
}
