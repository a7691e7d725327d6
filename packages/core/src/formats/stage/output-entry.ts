import type { YamlValue } from "../yaml/yaml-value.ts";

/** The kinds of checksum that an entry can carry, by their key in the file. */
export type ChecksumKey = "md5" | "etag" | "checksum";

/** What a file records of the state of an output or dependency: everything beside its path and its flags. */
export interface EntryState {
  /** The checksum with its key. Absent if the entry has never been hashed. A directory's value ends in `.dir`. */
  readonly checksum?: { readonly key: ChecksumKey; readonly value: string };
  /** Checksums of other kinds beside that one. */
  readonly otherChecksums?: Readonly<Partial<Record<ChecksumKey, string>>>;
  /** Bytes; of a directory, the sum of its files. */
  readonly size?: number;
  /** Number of files; only for directories. */
  readonly nfiles?: number;
  readonly isexec?: boolean;
  readonly versionId?: string;
  /** The `hash:` key. `md5` for everything written today; absent in DVC 2.x files, whose md5 is md5-dos2unix. */
  readonly hash?: string;
  /** Where a version-aware remote holds it: one remote name → `etag`, `checksum`, `version_id` there. */
  readonly cloud?: Readonly<Record<string, unknown>>;
  /** A directory on a version-aware remote, file by file, in place of the checksum. */
  readonly files?: readonly FileEntry[];
}

/** One file of a directory that lies on a version-aware remote. */
export interface FileEntry extends Omit<EntryState, "files" | "nfiles" | "hash"> {
  readonly relpath: string;
}

/** An output as a `.dvc` file, or `dvc.yaml` together with `dvc.lock`, gives it. */
export interface OutputEntry extends EntryState {
  /** As written: relative to the stage's wdir, absolute, or a URL. */
  readonly path: string;
  /** False: not kept in the cache and not ignored by Git. Default true. */
  readonly cache: boolean;
  /** False: not pushed. Default true. */
  readonly push: boolean;
  /** True: not removed before its stage runs. Default false. */
  readonly persist: boolean;
  /** The one remote that holds it, if not the default remote. */
  readonly remote?: string;
  readonly desc?: string;
  readonly type?: string;
  readonly labels?: readonly string[];
  readonly meta?: YamlValue;
  readonly fsConfig?: Readonly<Record<string, unknown>>;
}
