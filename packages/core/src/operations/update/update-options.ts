/** What is updated, and how far. */
export interface UpdateOptions {
  /** Relative to the project's `cwd`. */
  readonly targets: readonly string[];
  /** The branch, tag or commit that the imports follow from now on. */
  readonly rev?: string;
  /** Directories stand for all stage files below them. Default: false. */
  readonly recursive?: boolean;
  /** Only the lock moves; data that is outdated then is removed. Default: false. */
  readonly noDownload?: boolean;
  /** New data goes straight to remote storage; for URL imports. Default: false. */
  readonly toRemote?: boolean;
  /** The remote storage for `toRemote`. */
  readonly remote?: string;
}
