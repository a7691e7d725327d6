import type { Readable } from "node:stream";
import { compareCodePoints } from "../../base/code-point-order.ts";
import type { RunContext } from "../../base/events.ts";
import type { ByteRange } from "../../base/file-tree.ts";
import type { IncomingFile, RemoteStorage, StorageEntry, StorageFile } from "./remote-storage.ts";
import { resumableFile } from "./resumable-file.ts";
import { StorageLeases } from "./storage-leases.ts";

/** What is at a URL: a file, or a directory with all its files in the order of their keys. */
export type FoundAtUrl =
  | { readonly kind: "file"; readonly file: StorageFile }
  | { readonly kind: "dir"; readonly files: readonly StorageFile[] };

/** How versions count. */
export interface UrlVersions {
  /** Whether the versions of files count, and not only what they are now. Default: false. */
  readonly followsVersions?: boolean;
  /** The one version of the file at the URL that is meant. Default: the newest. */
  readonly versionId?: string | undefined;
}

/** What is read of a file: its stream goes on when the connection breaks, if the storage can tell that it is the same content. */
export type FileReader<T> = (file: IncomingFile) => Promise<T>;

/**
 * The data at one URL of storage over a network. What fails because of the network is tried again. Nothing is loaded or
 * contacted before it is needed.
 */
export class UrlFiles {
  readonly #leases: StorageLeases;
  readonly #followsVersions: boolean;
  readonly #versionId: string | undefined;

  constructor(open: () => Promise<RemoteStorage>, { followsVersions = false, versionId }: UrlVersions = {}) {
    this.#leases = new StorageLeases(open);
    this.#followsVersions = followsVersions;
    this.#versionId = versionId;
  }

  /** How many requests at once serve this storage best. */
  async jobs(): Promise<number> {
    using lease = await this.#leases.take();
    return lease.storage.jobs;
  }

  /**
   * Finds out what is at the URL. A directory is what has files below it; storage that cannot list has none.
   *
   * @returns undefined if nothing is there
   * @throws what the storage throws
   */
  async find(run: RunContext): Promise<FoundAtUrl | undefined> {
    const file = await this.stat(run);
    if (file !== undefined) return { kind: "file", file };
    if (this.#versionId !== undefined) return undefined;
    const entries = await this.list("", { recursive: true }, run);
    const files = entries.filter((entry) => entry.kind === "file");
    return files.length === 0 ? undefined : { kind: "dir", files };
  }

  /** Asks for the file that is at the URL itself. */
  stat(run: RunContext): Promise<StorageFile | undefined> {
    return this.#leases.use((storage) => storage.stat("", run, this.#versionId), run);
  }

  /** Lists what is below a folder, in the order of the keys; nothing if the storage cannot list. */
  list(folder: string, options: { readonly recursive: boolean }, run: RunContext): Promise<readonly StorageEntry[]> {
    return this.#leases.use(async (storage) => {
      const asked = { ...options, versions: this.#followsVersions };
      const entries = await Array.fromAsync(storage.list?.(folder, asked, run) ?? []);
      return entries.sort((a, b) => compareCodePoints(a.key, b.key));
    }, run);
  }

  /** Streams a file, as `read` reads it, or a range of it; undefined if it is gone. */
  openRead({ key, etag, versionId: found }: StorageFile, range: ByteRange | undefined, run: RunContext) {
    const versionId = this.#followsVersions ? found : undefined;
    return this.#leases.stream(async (storage) => {
      const file = await storage.read(key, { range, ifMatch: etag, versionId }, run);
      return file && resumableFile(storage, { file, range, versionId }, run);
    });
  }

  /**
   * Reads a file: that version, or at least that content, which was found, if the storage can tell. If the connection breaks and the rest is not to
   * be had, it is read anew, and `consume` is called once more.
   *
   * @returns what `consume` gives; undefined if the file is gone
   * @throws FILE_CHANGED, what the storage throws, what `consume` throws
   */
  read<T>(
    { key, etag, versionId: found }: StorageFile,
    consume: FileReader<T>,
    run: RunContext,
  ): Promise<T | undefined> {
    return this.#leases.use(async (storage) => {
      const versionId = this.#followsVersions ? found : undefined;
      const file = await storage.read(key, { ifMatch: etag, versionId }, run);
      if (file === undefined) return undefined;
      const opened: Readable[] = [];
      // Without an ETag, a file that was replaced meanwhile could not be told from the one that was begun.
      const begun = file.etag === undefined ? file : resumableFile(storage, { file, versionId }, run);
      const stream = (): Readable => {
        const whole = begun.stream();
        opened.push(whole);
        return whole;
      };
      return await consume({ ...file, stream }).finally(() => {
        for (const one of opened) one.destroy();
      });
    }, run);
  }
}
