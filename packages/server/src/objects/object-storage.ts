import type { Readable } from "node:stream";
import type { ByteRange, ManifestResult, ObjectId, ObjectStore, Oid, Remote } from "@lode/core/engine";

/**
 * Where the bytes of all repositories are, each object once, in DVC's layout, which DVC itself could read: a folder of this
 * machine (`folderStorage`), or storage over a network that replicas share. What is stored once is never replaced.
 */
export interface ObjectStorage {
  /** What is there, and reading of it. Writing is what the functions below are for. */
  readonly remote: Remote;
  /** Absolute path of a folder for what is not checked yet, of this server alone. */
  readonly stagingDir: string;
  /**
   * Removes what a killed server left unfinished. Called before anything else.
   *
   * @param isAlone whether no other server can be using the storage; otherwise only what is a day old is removed
   */
  prepare(isAlone: boolean): Promise<void>;
  /**
   * Stores small objects of the kind `md5`, each of which is hashed before it gets its name.
   *
   * @returns for each, in the order given, the error with which it was refused: OBJECT_CORRUPT, nothing of it is kept
   * @throws IO_FAILED and what the storage throws; some objects may be stored then
   */
  putAll(objects: readonly NewObject[]): Promise<readonly (Error | undefined)[]>;
  /**
   * Stores what a stream gives, hashed before it gets its name.
   *
   * @returns the size of what is stored, in bytes: md5-dos2unix is the same for other ends of lines
   * @throws OBJECT_CORRUPT if it does not hash to the id, nothing of it is kept then; IO_FAILED, what the stream throws
   */
  putStream(id: ObjectId, stream: Readable): Promise<number>;
  /** Stores an object that is in a store of this machine. @returns and @throws as putStream */
  putFrom(store: ObjectStore, oid: Oid): Promise<number>;
  /**
   * Stores a file of the data folder that was hashed, and may take it away. Absent where it has to be copied: see putFrom.
   *
   * @returns the size of what is stored, in bytes
   * @throws IO_FAILED
   */
  readonly adopt?: (id: ObjectId, path: string) => Promise<number>;
  /**
   * Opens a range of an object as the body of an answer, to which it is piped; undefined if it is lost. Absent where
   * objects are no files: `remote` opens them.
   *
   * @throws IO_FAILED
   */
  readonly openSent?: (id: ObjectId, range: Required<ByteRange>) => Promise<Readable | undefined>;
  /**
   * Reads small objects of the kind `md5`. The bytes are not verified.
   *
   * @param maxBytes the largest that is asked for
   * @returns for each, in the order given, its bytes; undefined if it is lost
   * @throws IO_FAILED and what the storage throws
   */
  readAll(oids: readonly Oid[], maxBytes: number): Promise<readonly (Uint8Array | undefined)[]>;
  /** Reads a manifest, verified. */
  readManifest(id: ObjectId): Promise<ManifestResult>;
}

/** A small object that is to be stored. */
export interface NewObject {
  readonly oid: Oid;
  readonly bytes: Buffer;
}
