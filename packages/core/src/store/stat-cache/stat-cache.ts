import type { Oid } from "../../base/oid.ts";
import type { DirStats } from "../../fs/stat-names.ts";

/**
 * Remembers the digests of workspace files, so that unchanged files need not be read. It is a cache: deleting it costs
 * time only, and a damaged one is replaced by an empty one. Two processes may use it at once; the later save wins.
 * What cannot be read counts as unknown, and what cannot be written, because the disk is full or read-only, is not kept.
 */
export interface StatCache {
  /** The directories known of an output. A key names the output and the hash, such as `md5:data/cats`. */
  load(key: string): CachedOutput;
  /** The paths of the directories that are known of an output, without what is known of their files. */
  knownDirs(key: string): ReadonlySet<string>;
  /** Replaces some directories of an output, in one transaction. */
  save(key: string, changes: StatCacheChanges): void;
  /** A small fact, such as `complete:<oid>@<remote>`; undefined if it is not known. */
  getFact(name: string): string | undefined;
  /** Remembers a fact, or forgets it if the value is undefined. */
  setFact(name: string, value: string | undefined): void;
  close(): void;
}

/** What is known of one output: its directories by their path relative to the output, `""` being the output itself. */
export type CachedOutput = ReadonlyMap<string, CachedDir>;

/** What to change in one output. */
export interface StatCacheChanges {
  /** Directories whose entries are replaced. */
  readonly dirs?: ReadonlyMap<string, DirDigests>;
  /** Directories to forget; `all` forgets every directory not in `dirs`. */
  readonly gone?: readonly string[] | "all";
}

/** What tells whether files changed: the columns of DirStats that the stat cache compares. */
export type FileStats = Pick<DirStats, "names" | "sizes" | "mtimesNs" | "inos">;

/**
 * The files of one directory with their digests, in columns like DirStats. The stats are those of FileDigests, which
 * were taken while the file was read; those of an earlier statDirs may be older than the digest.
 */
export interface DirDigests extends FileStats {
  /** Undefined: not to be remembered, because it is not known or not settled. */
  readonly oids: readonly (Oid | undefined)[];
}

/** The remembered files of one directory. */
export interface CachedDir {
  readonly count: number;
  /** What was remembered to tell whether the files change. */
  readonly stats: FileStats;
  /**
   * The digest of each row of `stats`; undefined where the file is not known, or size, mtime or inode differ. It is
   * fastest when the names come in the order in which they were saved.
   */
  match(stats: FileStats): readonly (Oid | undefined)[];
}
