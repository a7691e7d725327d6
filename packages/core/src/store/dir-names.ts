/** Names to stat, all in one directory. */
export interface DirNames {
  /** Absolute. */
  readonly dir: string;
  readonly names: readonly string[];
}
