import type { Oid } from "../base/oid.ts";

/** The content of a file with what `stat` said of it while it was read. */
export interface FileDigest {
  readonly oid: Oid;
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
  readonly ino: bigint;
  /** File type and permission bits. */
  readonly mode: number;
  /** Number of hard links. */
  readonly nlink: number;
  /**
   * False if the file was modified within 20 ms before it was read: a later edit in the same tick of the file system's
   * clock could leave size and mtime as they are, so the stat cache must not trust this digest.
   */
  readonly settled: boolean;
}
