import type { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { HashName, Oid } from "../../base/oid.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { objectKey } from "../object-key.ts";
import { Pace } from "../pace.ts";
import type {
  BrokenUploads,
  FilePlan,
  ObjectId,
  ObjectIds,
  QueryContext,
  Remote,
  TransferContext,
  TransferReport,
} from "../remote.ts";
import type { RunStorage } from "../run-storage.ts";
import { type StreamedStorage, streamInto, streamToFiles } from "../stream-objects.ts";
import { type TransferSteps, transferEach } from "../transfer-each.ts";
import { findBroken } from "./find-broken.ts";
import { findInStorage } from "./find-in-storage.ts";
import { listObjectsInStorage } from "./list-objects-in-storage.ts";
import { objectUpload } from "./object-upload.ts";
import type { IncomingFile, RemoteStorage, Upload } from "./remote-storage.ts";
import { resumableFile } from "./resumable-file.ts";
import { StorageLeases } from "./storage-leases.ts";
import { StorageRuns } from "./storage-runs.ts";

/** What a remote in storage over a network is made of. */
export interface StorageRemoteOptions {
  readonly name: string;
  /** As it is configured. */
  readonly url: string;
  /** How many objects move at once. Default: what serves the kind of storage best. */
  readonly jobs?: number | undefined;
  /** Whether the storage lists and deletes. */
  readonly lists: boolean;
  /** The URL of a key. Default: the key behind the URL. */
  readonly urlOf?: ((key: string) => string) | undefined;
  /** Called when the storage is needed for the first time. */
  readonly open: () => Promise<RemoteStorage>;
}

/** A remote in storage over a network, whatever its kind. Nothing is loaded or contacted before it is needed. */
export class StorageRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly runs: RunStorage | undefined;
  readonly replaceFrom: Remote["replaceFrom"];
  readonly #jobs: number | undefined;
  #pace: { readonly most: number; readonly pace: Pace } | undefined;
  readonly #urlOf: (key: string) => string;
  readonly #leases: StorageLeases;
  /** What this remote said that it lacks, so that an upload that follows need not ask again. */
  readonly #knownMissing = new Set<string>();

  constructor({ name, url, jobs, lists, urlOf, open }: StorageRemoteOptions) {
    this.name = name;
    this.url = redactUrl(url).replace(/\/+$/, "");
    this.#jobs = jobs;
    this.#urlOf = urlOf ?? ((key) => `${this.url}/${key}`);
    this.#leases = new StorageLeases(open);
    this.runs = lists ? new StorageRuns(this.#leases) : undefined;
    this.replaceFrom = lists ? undefined : (...given) => this.#replaceFrom(...given);
  }

  async findMissing(ids: ObjectIds, context: QueryContext): Promise<ReadonlySet<Oid>> {
    using lease = await this.#leases.take();
    const { jobs = this.#jobs } = context;
    const missing = await findInStorage(lease.storage, ids, { ...context, ...(jobs !== undefined && { jobs }) });
    const { hashName } = ids;
    for (const oid of missing) this.#knownMissing.add(objectKey({ hashName, oid }));
    return missing;
  }

  async findBroken(run: RunContext): Promise<BrokenUploads> {
    using lease = await this.#leases.take();
    const keys = await findBroken(lease.storage, run);
    return {
      urls: keys.map((key) => this.#urlOf(key)),
      remove: (removing) => this.#leases.use(async (storage) => storage.remove?.(keys, removing), removing),
    };
  }

  async readObject(id: ObjectId, run: RunContext = {}): Promise<Buffer | undefined> {
    using lease = await this.#leases.take();
    return await (await lease.storage.read(objectKey(id), {}, run))?.bytes();
  }

  /** How large an object is, in bytes; undefined if it is not there, or the storage does not say. */
  async sizeOf(id: ObjectId, run: RunContext): Promise<number | undefined> {
    using lease = await this.#leases.take();
    return (await lease.storage.stat(objectKey(id), run))?.sizeBytes;
  }

  openRead(id: ObjectId, range?: ByteRange, run: RunContext = {}): Promise<Readable | undefined> {
    return this.#leases.stream((storage) => openObject(storage, { id, range }, run));
  }

  async fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    using lease = await this.#leases.take();
    return await streamInto(streamed(lease.storage), { store, oids }, this.#steps(lease.storage, context));
  }

  async fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    using lease = await this.#leases.take();
    return await streamToFiles(streamed(lease.storage), plan, this.#steps(lease.storage, context));
  }

  async pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    using lease = await this.#leases.take();
    const { storage } = lease;
    const items = [...new Set(oids)].map((oid) => ({ oid }));
    return await transferEach(items, this.#steps(storage, context), async ({ oid }, onBytes) => {
      const key = objectKey({ hashName: store.hashName, oid });
      const isMissing = this.#knownMissing.has(key) || (await storage.stat(key, context)) === undefined;
      if (!isMissing) return { status: "present" };
      const upload = objectUpload({ store, oid }, { signal: context.signal, onBytes });
      if (upload === undefined) return { status: "missing" };
      await storage.write(key, upload.content, context);
      this.#knownMissing.delete(key);
      return { status: "transferred", sizeBytes: upload.sizeBytes };
    });
  }

  async #replaceFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    using lease = await this.#leases.take();
    const { storage } = lease;
    const items = [...new Set(oids)].map((oid) => ({ oid }));
    return await transferEach(items, this.#steps(storage, context), async ({ oid }, onBytes) => {
      const upload = objectUpload({ store, oid }, { signal: context.signal, onBytes });
      if (upload === undefined) return { status: "missing" };
      const key = objectKey({ hashName: store.hashName, oid });
      const send = storage.replace?.bind(storage) ?? storage.write.bind(storage);
      await send(key, upload.content, context);
      return { status: "transferred", sizeBytes: upload.sizeBytes };
    });
  }

  readonly send = async (id: ObjectId, content: Upload, run: RunContext): Promise<void> => {
    using lease = await this.#leases.take();
    await lease.storage.write(objectKey(id), content, run);
    this.#knownMissing.delete(objectKey(id));
  };

  async *list(hashName: HashName, run: RunContext = {}): AsyncGenerator<Oid> {
    using lease = await this.#leases.take();
    const { storage } = lease;
    if (storage.list === undefined) throw this.#unsupported("list the objects of");
    yield* listObjectsInStorage(storage, hashName, run);
  }

  async remove({ hashName, oids }: ObjectIds, run: RunContext): Promise<void> {
    using lease = await this.#leases.take();
    const { storage } = lease;
    if (storage.remove === undefined) throw this.#unsupported("delete objects of");
    const keys = oids.map((oid) => objectKey({ hashName, oid }));
    await storage.remove(keys, run);
  }

  objectUrl(id: ObjectId): string {
    return this.#urlOf(objectKey(id));
  }

  /** What one transfer has learned of the storage serves the next. */
  #steps(storage: RemoteStorage, context: TransferContext): TransferContext & TransferSteps {
    const most = context.jobs ?? this.#jobs ?? storage.jobs;
    if (this.#pace?.most !== most) this.#pace = { most, pace: new Pace(most) };
    return { ...context, pace: this.#pace.pace };
  }

  #unsupported(action: string): LodeError {
    return new LodeError(
      "REMOTE_UNSUPPORTED",
      `Cannot ${action} '${this.url}': this kind of storage has no way to do it`,
      {
        hint: "Do it on the server itself, or use a remote on another kind of storage.",
        details: { remote: this.name, url: this.url },
      },
    );
  }
}

/** Objects of storage; a stream that breaks off goes on where it stopped. */
function streamed(storage: RemoteStorage): StreamedStorage {
  return { openObject: (id, signal) => openObject(storage, { id }, signal === undefined ? {} : { signal }) };
}

async function openObject(
  storage: RemoteStorage,
  { id, range }: { readonly id: ObjectId; readonly range?: ByteRange | undefined },
  run: RunContext,
): Promise<IncomingFile | undefined> {
  const file = await storage.read(objectKey(id), { range }, run);
  return file && resumableFile(storage, { file, range }, run);
}
