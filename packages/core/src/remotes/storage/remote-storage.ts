import type { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import type { ByteRange } from "../../base/file-tree.ts";

/**
 * Files under one URL, in storage that is spoken to over a network. Each kind of storage implements this and nothing else: the
 * remote of a project and the commands on URLs are both built on it.
 *
 * The contract, checked for each kind against a real server:
 * - A key is a path below the URL: parts joined by `/`, none of them empty, `.` or `..`. `""` is the URL itself, which may be
 *   that of a file or of a folder.
 * - A file is visible under its key either whole or not at all, also while an upload runs or after it was killed.
 * - Every method may be called again after a failure, and by many at once, with the same result. None retries by itself.
 * - A file that does not exist is undefined; it is no error. What the storage refuses or cannot do throws a LodeError:
 *   of kind `network` if trying again may help, of any other kind if not. CANCELLED if the run's signal is aborted.
 * - No message or property holds a secret.
 */
export interface RemoteStorage {
  /** Without credentials and without a slash at the end. */
  readonly url: string;
  /** How many requests at once serve this kind best, where nobody says. */
  readonly jobs: number;
  /** How many files one request of a recursive listing names; undefined where a request lists no more than one folder. */
  readonly pageFiles?: number | undefined;
  /**
   * Asks for one file, without its content. Folders are not files.
   *
   * @param versionId only this version, where the storage keeps versions
   */
  stat(key: string, run: RunContext, versionId?: string): Promise<StorageFile | undefined>;
  /** Begins to read a file. The caller consumes or destroys the content. */
  read(key: string, options: ReadOptions, run: RunContext): Promise<IncomingFile | undefined>;
  /** Creates a file or replaces it, in one step at the end. The folders above come into being with it. */
  write(key: string, upload: Upload, run: RunContext): Promise<StorageFile>;
  /** Tries to replace a file, on storage where `write` may only create. Absent where `write` replaces. */
  replace?(key: string, upload: Upload, run: RunContext): Promise<StorageFile>;
  /**
   * Lists what is below a folder, in no particular order; nothing if there is no such folder. Absent from storage that
   * cannot list.
   */
  list?(folder: string, options: ListOptions, run: RunContext): AsyncIterable<StorageEntry>;
  /** Deletes files; those that do not exist count as deleted. Absent from storage that cannot. */
  remove?(keys: readonly string[], run: RunContext): Promise<void>;
  /**
   * Finds what uploads have written below a folder and given no name yet: uploads that are under way, or were killed.
   * Absent from storage where uploads leave no files.
   */
  unfinished?(folder: string, run: RunContext): Promise<readonly UnfinishedFile[]>;
  /** The URL of a key, whether something is there or not, without credentials. */
  urlOf(key: string): string;
  /** Ends connections that would keep the process alive. It may be used again afterwards. */
  close(): Promise<void>;
}

/** What storage says of a file. */
export interface StorageFile {
  readonly key: string;
  /** Undefined where the storage does not say. */
  readonly sizeBytes: number | undefined;
  /** What tells this content of the file from all others, if the storage knows; as `ReadOptions.ifMatch` takes it. */
  readonly etag?: string | undefined;
  /** What DVC writes into metadata for a file of this kind of storage; undefined where it hashes the content instead. */
  readonly checksum?: StorageChecksum | undefined;
  /** The version under which the storage keeps this content, where it keeps versions. */
  readonly versionId?: string | undefined;
  /** Milliseconds since 1970. */
  readonly modifiedMs?: number | undefined;
}

/** A checksum as DVC's metadata have it: under the key `etag` or `checksum`. */
export interface StorageChecksum {
  readonly key: "etag" | "checksum";
  readonly value: string;
  /** The version that DVC writes beside it for a single file, where it does so although nobody asked for versions. */
  readonly versionId?: string | undefined;
}

/** An entry of a listing. */
export type StorageEntry =
  | ({ readonly kind: "file" } & StorageFile)
  | { readonly kind: "folder"; readonly key: string };

/** A file that an upload is writing, or has left. */
export interface UnfinishedFile {
  /** It can be deleted by it. */
  readonly key: string;
  /** How long nothing was written to it, by the clock of the storage; undefined if the storage does not say. */
  readonly idleMs: number | undefined;
}

/** How a listing goes down. */
export interface ListOptions {
  /** Whether files of all levels are listed, and no folders; otherwise the folder's own files and folders. */
  readonly recursive: boolean;
  /** Whether files say which version they are, where the storage keeps versions. Default: where that takes nothing more. */
  readonly versions?: boolean | undefined;
}

/** What part of which content is read. */
export interface ReadOptions {
  /** A range past the end is empty. Default: all. */
  readonly range?: ByteRange | undefined;
  /** Only this content; FILE_CHANGED if the file has another by now. */
  readonly ifMatch?: string | undefined;
  /** Only this version, where the storage keeps versions. */
  readonly versionId?: string | undefined;
}

/** A file on its way; its reader takes it as one or the other, once. A stream that breaks off throws; it does not just end. */
export interface IncomingFile extends StorageFile {
  stream(): Readable;
  /** For small files. */
  bytes(): Promise<Buffer>;
}

/** Content to send. */
export type Upload = UploadContent & {
  /**
   * Awaited when all of the content was read, and before the file becomes visible. If it throws, the content was not what
   * it should be: the upload fails with that error and leaves nothing.
   */
  readonly confirm?: (() => Promise<void>) | undefined;
};

/** Content that can be read again, as often as it is sent. */
export interface FileContent {
  readonly kind: "file";
  readonly sizeBytes: number;
  readonly open: (range: ByteRange) => Readable;
  /**
   * Reads from a place on into memory of the caller's, which is used again; where it is not there, `open` does the same.
   *
   * @returns how many bytes there were: fewer than fit only at the end
   */
  readonly readInto?: (memory: Buffer, start: number) => Promise<number>;
}

/** Small content in memory; or large content that can be read again, in parts; or a stream that can be read once. */
export type UploadContent =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | FileContent
  | { readonly kind: "stream"; readonly stream: Readable; readonly sizeBytes: number | undefined };
