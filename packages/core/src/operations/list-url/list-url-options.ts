/** What is listed, and how. */
export interface ListUrlOptions {
  /** A path of this machine relative to the current folder, `file://`, a URL of any storage, or `remote://name/path`. */
  readonly url: string;
  /** Files of all levels; folders only where the depth ends. Default: false. */
  readonly recursive?: boolean;
  /** How many levels to go down. Default: one, or with `recursive` all. */
  readonly maxDepth?: number;
  /** With `recursive`: every folder is listed, too, and what is listed itself with the path `""`. Default: false. */
  readonly folders?: boolean;
  /** Options of the storage that the URL is on. */
  readonly fsConfig?: Readonly<Record<string, string>>;
}

/** A file or folder at a URL. */
export interface ListedUrlEntry {
  /** From what is listed; a single file has its whole path or URL. */
  readonly path: string;
  readonly isdir: boolean;
  /** Bytes; null if it is not known. */
  readonly size: number | null;
}
