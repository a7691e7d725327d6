import type { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import { defaultRetries, retryPassing } from "../retry-passing.ts";
import type { IncomingFile, RemoteStorage } from "./remote-storage.ts";

/** The use of a storage for a while; `using` gives it back. */
export interface StorageLease extends Disposable {
  readonly storage: RemoteStorage;
}

type Streamed = Pick<IncomingFile, "stream">;

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

  /** Does work with the storage, again as long as it fails because of the network. @throws what the last attempt throws, CANCELLED */
  use<T>(work: (storage: RemoteStorage) => Promise<T>, { signal }: RunContext): Promise<T> {
    const attempt = async (): Promise<T> => {
      using lease = await this.take();
      return await work(lease.storage);
    };
    return retryPassing(attempt, defaultRetries, signal);
  }

  /** Begins to read a file as a stream; the storage is in use until that is closed. */
  async stream(open: (storage: RemoteStorage) => Promise<Streamed | undefined>): Promise<Readable | undefined> {
    using held = new DisposableStack();
    const { storage } = held.use(await this.take());
    const file = await open(storage);
    if (file === undefined) return undefined;
    const stream = file.stream();
    const lease = held.move();
    return stream.once("close", () => lease.dispose());
  }

  #release(storage: RemoteStorage): void {
    this.#held -= 1;
    if (this.#held > 0) return;
    clearTimeout(this.#timer);
    // What cannot be ended has nobody to tell: everything that was asked of the storage is done.
    this.#timer = setTimeout(() => void storage.close().catch(() => undefined), IDLE_MS).unref();
  }
}
