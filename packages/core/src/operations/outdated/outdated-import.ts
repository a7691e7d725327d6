/** One version of a source. */
export interface SeenVersion {
  /** The tag, if the import names one or a range of them. */
  readonly tag: string | null;
  readonly commit: string;
}

/** How an import stands to its source. */
export interface OutdatedImport {
  /** The `.dvc` file, relative to the current folder. */
  readonly dvcFile: string;
  /** Where it comes from. */
  readonly url: string;
  /** In the source. */
  readonly path: string;
  /** The branch, tag, commit or range of versions that it follows; null: the default branch. */
  readonly follows: string | null;
  /** What it is locked to; null if it was never locked. */
  readonly current: SeenVersion | null;
  /** What update would lock it to; null if the source could not be asked. */
  readonly wanted: SeenVersion | null;
  /** The newest version of the same thing, also outside of what it follows, or else the newest commit. */
  readonly newest: SeenVersion | null;
  /** `behind`: update would bring other data. `unknown`: the source could not be asked. */
  readonly state: "current" | "behind" | "unknown";
}

/** The versions of an import, and how they stand to one another. */
export type ComparedVersions = Pick<OutdatedImport, "current" | "wanted" | "newest" | "state">;
