import { hash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import type {
  IncomingFile,
  ListOptions,
  ReadOptions,
  RemoteStorage,
  StorageEntry,
  StorageFile,
  Upload,
} from "../storage/remote-storage.ts";
import type { StorageUnderTest } from "./storage-samples.ts";

/** Storage in memory that lists, for tests of what is built on storage. */
export class MemoryStorage implements RemoteStorage {
  readonly url: string;
  readonly jobs = 4;
  readonly pageFiles = 1000;
  /** Whole path → bytes. */
  readonly files: Map<string, Buffer>;
  /** What was asked of it: the method and the key or folder. */
  readonly log: string[] = [];
  readonly #base: string;
  /** How often its connections were ended. */
  closed = 0;

  constructor(path = "", files = new Map<string, Buffer>()) {
    this.#base = path.replace(/\/+$/, "");
    this.url = `memory://storage${this.#base}`;
    this.files = files;
  }

  /** For the contract of storage. */
  underTest(): StorageUnderTest {
    return { storage: this, at: (url) => new MemoryStorage(url.replace("memory://storage", ""), this.files) };
  }

  async stat(key: string, run: RunContext): Promise<StorageFile | undefined> {
    this.#enter(`stat ${key}`, run);
    const bytes = this.files.get(this.#path(key));
    return bytes && fileOf(key, bytes);
  }

  async read(key: string, { range, ifMatch }: ReadOptions, run: RunContext): Promise<IncomingFile | undefined> {
    this.#enter(`read ${key}`, run);
    const bytes = this.files.get(this.#path(key));
    if (bytes === undefined) return undefined;
    const file = fileOf(key, bytes);
    if (ifMatch !== undefined && ifMatch !== file.etag) throw new LodeError("FILE_CHANGED", `Cannot read '${key}'`);
    const part = bytes.subarray(range?.start, range?.end);
    return { ...file, bytes: async () => part, stream: () => Readable.from(part.length === 0 ? [] : [part]) };
  }

  async write(key: string, upload: Upload, run: RunContext): Promise<StorageFile> {
    this.#enter(`write ${key}`, run);
    const bytes = await contentOf(upload);
    refuseCancelled(run);
    await upload.confirm?.();
    this.files.set(this.#path(key), bytes);
    return fileOf(key, bytes);
  }

  async *list(folder: string, { recursive }: ListOptions, run: RunContext): AsyncGenerator<StorageEntry> {
    this.#enter(`list ${folder}`, run);
    const base = folder === "" ? "" : `${folder}/`;
    const root = this.#path("x").slice(0, -1);
    const folders = new Set<string>();
    for (const [path, bytes] of this.files) {
      if (!path.startsWith(root + base)) continue;
      const key = path.slice(root.length);
      const [first = "", ...deeper] = key.slice(base.length).split("/");
      if (recursive || deeper.length === 0) yield { kind: "file", ...fileOf(key, bytes) };
      else folders.add(base + first);
    }
    for (const key of folders) yield { kind: "folder", key };
  }

  async remove(keys: readonly string[], run: RunContext): Promise<void> {
    this.#enter(`remove ${keys.join(" ")}`, run);
    for (const key of keys) this.files.delete(this.#path(key));
  }

  urlOf(key: string): string {
    return `memory://storage/${this.#path(key)}`;
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  #path(key: string): string {
    return [this.#base.slice(1), key].filter((part) => part !== "").join("/");
  }

  #enter(request: string, run: RunContext): void {
    this.log.push(request);
    refuseCancelled(run);
  }
}

function refuseCancelled({ signal }: RunContext): void {
  if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled");
}

function fileOf(key: string, bytes: Buffer): StorageFile {
  const etag = hash("md5", bytes);
  return { key, sizeBytes: bytes.length, etag, checksum: { key: "etag", value: etag } };
}

async function contentOf(upload: Upload): Promise<Buffer> {
  if (upload.kind === "bytes") return upload.bytes;
  return buffer(upload.kind === "file" ? upload.open({ start: 0, end: upload.sizeBytes }) : upload.stream);
}
