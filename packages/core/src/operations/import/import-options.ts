import type { PathPatterns } from "../../formats/ignore/path-choice.ts";
import type { SourceSpec } from "../../source/source-context.ts";

/** What is imported from where, and where it goes. */
export interface ImportOptions extends SourceSpec, PathPatterns {
  /** In the source; `.` is everything. */
  readonly path: string;
  /** Relative to the current folder. Default: the last part of the path. An existing folder: into it. */
  readonly out?: string;
  /** Whether an existing destination is replaced. Default: false. */
  readonly force?: boolean;
  /** Whether the data is kept in the project's own remote too, now and at each update. Default: false. */
  readonly store?: boolean;
  /**
   * How much is done. `full`: the data is brought here. `lock`: only the commit is looked up and recorded. `record`:
   * nothing is contacted. Default: full.
   */
  readonly extent?: "full" | "lock" | "record";
}
