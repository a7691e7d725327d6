/** One listed path, in the shape of DVC's JSON. */
export interface ListedEntry {
  readonly isout: boolean;
  readonly isdir: boolean;
  /** False if it was not looked up. */
  readonly isexec: boolean;
  /** Bytes; null if not known. */
  readonly size: number | null;
  /** The object of an output or of a file in one; null for all else. */
  readonly md5: string | null;
  /**
   * Relative to what is listed; the name, if that is a file. Without a path, of a work tree around the current folder:
   * relative to that folder, but in a list with `folders` never.
   */
  readonly path: string;
}
