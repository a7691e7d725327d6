import type { Readable } from "node:stream";
import type { ByteRange, PrefetchOptions } from "../../base/file-tree.ts";
import type { GitObject } from "./object-reader.ts";
import type { GitTreeEntries } from "./tree-object.ts";

/**
 * The objects of a repository, of this machine or of a server, as far as files of commits are read of them. Trees of
 * several commits may share them. Whoever made them disposes them.
 */
export interface GitObjects extends AsyncDisposable {
  /** The folders that were read, by the id of the tree object. */
  readonly trees: Map<string, GitTreeEntries>;
  /** The tree object of a commit. @throws REVISION_UNKNOWN */
  rootOf(commit: string): Promise<GitObject>;
  /** A whole object. @throws GIT_OBJECT_MISSING, and what asking a server throws */
  read(oid: string): Promise<GitObject>;
  /** The size of a blob in bytes; throws as read does. */
  sizeOf(oid: string): Promise<number>;
  /** A stream of a blob, or of a part of it; throws as read does. */
  open(oid: string, range: ByteRange): Promise<Readable>;
  /** Brings blobs of a commit near in one request; does nothing where all are on this machine. */
  prefetch(wanted: WantedBlobs, options: PrefetchOptions): Promise<void>;
}

/** Blobs of one commit that are going to be read. */
export interface WantedBlobs {
  readonly commit: string;
  /** Finds out which, which may take the reading of many folders. */
  readonly list: () => Promise<ReadonlySet<string>>;
}
