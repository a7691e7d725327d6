import type { Readable } from "node:stream";

/** One name in a directory of a FileTree. */
export interface TreeEntry {
  readonly name: string;
  /** Symbolic links are `link` in listings; `stat` follows them. `other` is a socket, device, pipe or submodule. */
  readonly kind: "file" | "dir" | "link" | "other";
}

/** What one path of a FileTree is, links followed. */
export interface TreeKind {
  readonly kind: "file" | "dir" | "other";
  /** Whether any execute bit is set. False for directories. */
  readonly executable: boolean;
}

/** What is known of one path of a FileTree, links followed. */
export interface TreeStat extends TreeKind {
  readonly sizeBytes: number;
}

/** The part of a file to read: from byte `start` to byte `end`, `end` excluded; default is up to the end. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/**
 * A read-only tree of files: the disk, or a Git repository at a commit. Paths use `/` and are relative to the tree's
 * root, `""` being the root itself. Nothing here throws for a path that does not exist: it returns undefined.
 */
export interface FileTree {
  /** The entries of a directory, in no particular order; undefined if the path is not a directory. */
  list(dir: string): Promise<readonly TreeEntry[] | undefined>;
  /** Follows links; undefined if nothing is there or the link is broken. */
  stat(path: string): Promise<TreeStat | undefined>;
  /** The whole content; undefined if the path is not a file. */
  readBytes(path: string): Promise<Buffer | undefined>;
  /** A stream of the content; undefined if the path is not a file. The caller consumes or destroys it. */
  openRead(path: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Like `stat` without the size, which may be dear to ask for. */
  lookup(path: string): Promise<TreeKind | undefined>;
  /**
   * Brings the content of files near in one request, where reading one by one would cost a request each. Paths that do
   * not exist are passed over. Absent where reading is cheap.
   */
  prefetch?(paths: readonly string[], options?: PrefetchOptions): Promise<void>;
}

/** How files are brought near. */
export interface PrefetchOptions {
  /** Whether the files are going to be read, or only measured. Default: `contents`. */
  readonly use?: "contents" | "sizes";
  readonly signal?: AbortSignal;
}
