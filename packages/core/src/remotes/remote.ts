import type { Readable } from "node:stream";
import type { RunContext } from "../base/events.ts";
import type { ByteRange } from "../base/file-tree.ts";
import type { HashName, Oid } from "../base/oid.ts";
import type { CheckoutPlan } from "../store/checkout-files.ts";
import type { BatchProgress } from "../store/jobs/batch-options.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { RunStorage } from "./run-storage.ts";
import type { Upload } from "./storage/remote-storage.ts";

/**
 * Shared storage of objects under one URL. Every kind of storage implements this and nothing else; retries, limits and
 * counting are wrappers around it.
 *
 * The contract, checked for each kind by the contract suite:
 * - An object is visible under its id either whole or not at all, also while an upload runs or after it was killed.
 * - Every method may be called again after a failure, and at the same time by others, with the same result.
 * - Nothing that exists is overwritten, but by `replaceFrom`. Uploading what is there already is success.
 * - The caller orders the work: a directory's members are given before its manifest.
 * - An object that does not exist is reported as missing; it is no error. What the storage refuses or cannot do throws:
 *   kind `network` if trying again may help, any other kind if not.
 * - Layout: `<url>/files/md5/ab/cdef…`, and `<url>/ab/cdef…` for md5-dos2unix objects of DVC 2.x.
 */
export interface Remote {
  readonly name: string;
  /** For messages, without credentials. */
  readonly url: string;
  /** The run cache beside the objects; undefined if this kind of storage cannot hold one. */
  readonly runs?: RunStorage | undefined;
  /** The folder of the objects of one kind, if the storage is a folder of this machine. */
  readonly storeOf?: ((hashName: HashName) => ObjectStore) | undefined;
  /** Returns those ids that the storage does not hold, asking for no more than needed. */
  findMissing(ids: ObjectIds, context: QueryContext): Promise<ReadonlySet<Oid>>;
  /** Reads a whole small object such as a manifest; undefined if it is missing. The bytes are not verified. */
  readObject(id: ObjectId, run?: RunContext): Promise<Buffer | undefined>;
  /**
   * Streams an object or a range of it; undefined if it is missing. The bytes are not verified.
   *
   * @throws CANCELLED if the run ends before the stream begins; a stream that has begun breaks off
   */
  openRead(id: ObjectId, range?: ByteRange, run?: RunContext): Promise<Readable | undefined>;
  /**
   * Brings objects into a store on this machine. Each is hashed while it arrives and gets its name only if it hashes to
   * its id; what the store has already is left as it is.
   */
  fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport>;
  /**
   * Brings objects straight to files, without a store, each verified before it gets its name. Files that exist are
   * replaced.
   */
  fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport>;
  /** Sends objects of a store, in any order. Their bytes are verified on the way. */
  pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport>;
  /**
   * Sends objects over what the storage has under their names, which is known to be damaged. Only on storage that cannot
   * delete; such storage may keep what it has and say nothing, so that the caller reads the objects back.
   */
  readonly replaceFrom?:
    | ((store: ObjectStore, oids: readonly Oid[], context: TransferContext) => Promise<TransferReport>)
    | undefined;
  /**
   * Sends one object that is in no store; its bytes are verified by the content's `confirm`. Absent from storage on this
   * machine.
   */
  readonly send?: ((id: ObjectId, content: Upload, run: RunContext) => Promise<void>) | undefined;
  /** Finds what uploads have left that were killed. Absent where they leave nothing. */
  readonly findBroken?: ((run: RunContext) => Promise<BrokenUploads>) | undefined;
  /** Lists all ids of one hash name, in no particular order. */
  list(hashName: HashName, run?: RunContext): AsyncIterable<Oid>;
  /** Deletes objects; those that do not exist count as deleted. */
  remove(ids: ObjectIds, run: RunContext): Promise<void>;
  /** The storage's URL of an object, whether it exists or not. */
  objectUrl(id: ObjectId): string;
}

/** What killed uploads have left in a storage. */
export interface BrokenUploads {
  readonly urls: readonly string[];
  /** Deletes it. */
  remove(run: RunContext): Promise<void>;
}

/** One object by hash name and id. */
export interface ObjectId {
  readonly hashName: HashName;
  readonly oid: Oid;
}

/** Many objects of one hash name. */
export interface ObjectIds {
  readonly hashName: HashName;
  readonly oids: readonly Oid[];
}

/** Files to make of objects below one folder. */
export interface FilePlan extends CheckoutPlan {
  readonly hashName: HashName;
}

/** What a question to a remote takes beside its objects. */
export interface QueryContext extends RunContext {
  /** How many objects are asked for, or move, at once. Default: what the kind of storage does best. */
  readonly jobs?: number;
}

/** What a transfer takes beside its objects. */
export interface TransferContext extends QueryContext {
  /** Called with what is finished so far, a few times a second. */
  readonly onProgress?: (progress: BatchProgress) => void;
}

/** How a batch ended. What is in no list was there already. */
export interface TransferReport {
  readonly transferred: readonly Oid[];
  readonly missing: readonly Oid[];
  readonly failed: readonly { readonly oid: Oid; readonly error: Error }[];
}
