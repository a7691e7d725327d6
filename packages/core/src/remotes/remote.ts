import type { Readable } from "node:stream";
import type { RunContext } from "../base/events.ts";
import type { ByteRange } from "../base/file-tree.ts";
import type { HashName, Oid } from "../base/oid.ts";

/**
 * Shared storage of objects under one URL. Every kind of storage implements this and nothing else; retries, limits and
 * counting are wrappers around it.
 *
 * The contract, checked for each kind by the contract suite:
 * - An object is visible under its id either whole or not at all, also while an upload runs or after it was killed.
 * - Every method may be called again after a failure, and at the same time by others, with the same result.
 * - Nothing that exists is overwritten. Uploading what is there already is success.
 * - The caller orders the work: a directory's members are given before its manifest.
 * - An object that does not exist is reported as missing; it is no error. What the storage refuses or cannot do throws:
 *   kind `network` if trying again may help, any other kind if not.
 * - Layout: `<url>/files/md5/ab/cdef…`, and `<url>/ab/cdef…` for md5-dos2unix objects of DVC 2.x.
 */
export interface Remote {
  readonly name: string;
  /** For messages, without credentials. */
  readonly url: string;
  /** Returns those ids that the storage does not hold, asking for no more than needed. */
  findMissing(ids: ObjectIds, run: RunContext): Promise<ReadonlySet<Oid>>;
  /** Reads a whole small object such as a manifest; undefined if it is missing. The bytes are not verified. */
  readObject(id: ObjectId): Promise<Buffer | undefined>;
  /** Streams an object or a range of it; undefined if it is missing. The bytes are not verified. */
  openRead(id: ObjectId, range?: ByteRange): Promise<Readable | undefined>;
  /**
   * Brings objects to files. Each is hashed while it arrives and gets its final name, by renaming, only if it hashes
   * to its id; a file that exists already is left as it is.
   */
  download(batch: DownloadBatch, run: TransferContext): Promise<TransferReport>;
  /** Sends files as objects, in any order; the caller has verified that each file is the object that it names. */
  upload(batch: UploadBatch, run: TransferContext): Promise<TransferReport>;
  /** Lists all ids of one hash name, in no particular order. */
  list(hashName: HashName): AsyncIterable<Oid>;
  /** Deletes objects; those that do not exist count as deleted. */
  remove(ids: ObjectIds, run: RunContext): Promise<void>;
  /** The storage's URL of an object, whether it exists or not. */
  objectUrl(id: ObjectId): string;
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

/** Objects to bring, and the absolute paths of the files that they become. */
export interface DownloadBatch {
  readonly hashName: HashName;
  readonly items: readonly { readonly oid: Oid; readonly path: string }[];
  /** The files' mode, such as 0o444 for a cache. Default: 0o666 without the process's umask. */
  readonly mode?: number;
}

/** Files to send, and the ids of the objects that they are. */
export interface UploadBatch {
  readonly hashName: HashName;
  readonly items: readonly { readonly oid: Oid; readonly path: string }[];
}

/** What a transfer takes beside its objects. */
export interface TransferContext extends RunContext {
  /** How many objects move at once. Default: what the kind of storage does best. */
  readonly jobs?: number;
  /** Called once for each object that has arrived, in the order of arrival. */
  readonly onObject?: (oid: Oid) => void;
}

/** How a batch ended. What is in neither list was transferred, or was there already. */
export interface TransferReport {
  readonly transferred: readonly Oid[];
  readonly missing: readonly Oid[];
  readonly failed: readonly { readonly oid: Oid; readonly error: Error }[];
}
