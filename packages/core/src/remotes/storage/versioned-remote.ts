import { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { Pace } from "../pace.ts";
import type {
  FilePlan,
  ObjectId,
  ObjectIds,
  QueryContext,
  Remote,
  TransferContext,
  TransferReport,
} from "../remote.ts";
import { runAtOnce } from "../run-at-once.ts";
import { type IncomingObject, type StreamedStorage, streamInto, streamToFiles } from "../stream-objects.ts";
import type { TransferSteps } from "../transfer-each.ts";
import type { RemoteStorage } from "./remote-storage.ts";
import { resumableFile } from "./resumable-file.ts";
import { type SendVersionsContext, sendVersions, type VersionedFile } from "./send-versions.ts";
import { StorageLeases } from "./storage-leases.ts";

/** What a remote with files at their own paths is made of. */
export interface VersionedRemoteOptions {
  readonly name: string;
  /** As it is configured. */
  readonly url: string;
  /** How many files move at once. Default: what serves the kind of storage best. */
  readonly jobs?: number | undefined;
  /** Where objects are: a file and its version. Objects that are not named here are missing. */
  readonly versions: ReadonlyMap<Oid, ObjectVersion>;
  /** Directories by the ids of their manifests. */
  readonly folders: ReadonlyMap<Oid, VersionedFolder>;
  readonly open: () => Promise<RemoteStorage>;
}

/** A version of a file in storage. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
}

/** A directory, whose manifest such storage does not hold: the metadata of the project list the files. */
export interface VersionedFolder {
  readonly key: string;
  readonly manifest: Buffer;
}

/**
 * Storage that keeps files at their own paths and every version of them, as a remote: an object is a version of a file that
 * the project's metadata name. DVC calls such remotes `version_aware`.
 */
export class VersionedRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly #options: VersionedRemoteOptions;
  readonly #leases: StorageLeases;

  constructor(options: VersionedRemoteOptions) {
    this.name = options.name;
    this.url = redactUrl(options.url).replace(/\/+$/, "");
    this.#options = options;
    this.#leases = new StorageLeases(options.open);
  }

  async findMissing({ oids }: ObjectIds, context: QueryContext): Promise<ReadonlySet<Oid>> {
    using lease = await this.#leases.take();
    const { storage } = lease;
    const missing = new Set<Oid>();
    await runAtOnce(new Set(oids), context.jobs ?? this.#options.jobs ?? storage.jobs, async (oid) => {
      if (this.#options.folders.has(oid)) return;
      const version = this.#options.versions.get(oid);
      const found = version && (await storage.stat(version.key, context, version.versionId));
      if (found === undefined) missing.add(oid);
    });
    return missing;
  }

  async readObject({ oid }: ObjectId, run: RunContext = {}): Promise<Buffer | undefined> {
    using lease = await this.#leases.take();
    return await (await this.#openObject(lease.storage, { oid }, run))?.bytes();
  }

  openRead({ oid }: ObjectId, range?: ByteRange, run: RunContext = {}): Promise<Readable | undefined> {
    return this.#leases.stream((storage) => this.#openObject(storage, { oid, range }, run));
  }

  async fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    using lease = await this.#leases.take();
    return await streamInto(this.#streamed(lease.storage), { store, oids }, this.#steps(lease.storage, context));
  }

  async fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    using lease = await this.#leases.take();
    return await streamToFiles(this.#streamed(lease.storage), plan, this.#steps(lease.storage, context));
  }

  /** Sends files to their own paths, those that have no version there. @throws CANCELLED */
  async sendFiles(
    store: ObjectStore,
    files: readonly VersionedFile[],
    context: SendVersionsContext,
  ): Promise<TransferReport> {
    using lease = await this.#leases.take();
    const { storage } = lease;
    return await sendVersions({ storage, store }, files, { ...context, ...this.#steps(storage, context) });
  }

  async pushFrom(): Promise<TransferReport> {
    throw this.#unsupported("send objects without a path to");
  }

  // biome-ignore lint/correctness/useYield: it has nothing to give but an error
  async *list(): AsyncGenerator<Oid> {
    throw this.#unsupported("list the objects of");
  }

  async remove(): Promise<void> {
    throw this.#unsupported("delete objects of");
  }

  objectUrl({ oid }: ObjectId): string {
    const version = this.#options.versions.get(oid);
    if (version !== undefined) return `${this.url}/${version.key}?versionId=${version.versionId}`;
    const folder = this.#options.folders.get(oid);
    return folder === undefined ? this.url : `${this.url}/${folder.key}`;
  }

  #streamed(storage: RemoteStorage): StreamedStorage {
    return {
      openObject: ({ oid }, signal) => this.#openObject(storage, { oid }, signal === undefined ? {} : { signal }),
    };
  }

  async #openObject(
    storage: RemoteStorage,
    { oid, range }: { readonly oid: Oid; readonly range?: ByteRange | undefined },
    run: RunContext,
  ): Promise<IncomingObject | undefined> {
    const manifest = this.#options.folders.get(oid)?.manifest;
    if (manifest !== undefined) return incomingBytes(manifest.subarray(range?.start, range?.end));
    const version = this.#options.versions.get(oid);
    if (version === undefined) return undefined;
    const { key, versionId } = version;
    const file = await storage.read(key, { range, versionId }, run);
    return file && resumableFile(storage, { file, range, versionId }, run);
  }

  #steps(storage: RemoteStorage, context: TransferContext): TransferContext & TransferSteps {
    return { ...context, pace: new Pace(context.jobs ?? this.#options.jobs ?? storage.jobs) };
  }

  #unsupported(action: string): LodeError {
    const state = "it keeps files at their own paths, with versions";
    return new LodeError("REMOTE_VERSIONED", `Cannot ${action} '${this.url}': ${state}`, {
      details: { remote: this.name, url: this.url },
    });
  }
}

function incomingBytes(bytes: Buffer): IncomingObject {
  return { sizeBytes: bytes.length, bytes: async () => bytes, stream: () => Readable.from([bytes]) };
}
