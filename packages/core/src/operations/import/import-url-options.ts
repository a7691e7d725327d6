/** What is imported from a URL, and where it goes. */
export interface ImportUrlOptions {
  /** A path of this machine relative to the current folder, `file://`, a URL of any storage, or `remote://name/path`. */
  readonly url: string;
  /** Relative to the current folder. Default: the last part of the URL's path. An existing folder: into it. */
  readonly out?: string;
  /** Whether an existing destination is replaced. Default: false. */
  readonly force?: boolean;
  /**
   * How much is done. `full`: the data is brought here. `lock`: only its checksum is looked up and recorded. `record`:
   * nothing is contacted. `send`: the data goes straight to remote storage. Default: full.
   */
  readonly extent?: "full" | "lock" | "record" | "send";
  /** The remote storage for `send`. Default: the default remote. */
  readonly remote?: string;
  /** Options of the storage that the URL is on; they are written to the `.dvc` file. */
  readonly fsConfig?: Readonly<Record<string, string>>;
  /** Whether the import is to follow versions of the storage, where it has any. Default: false. */
  readonly versionAware?: boolean;
}
