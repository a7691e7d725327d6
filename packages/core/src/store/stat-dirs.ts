import type { DirStats } from "../fs/stat-names.ts";
import type { BatchOptions } from "./work/batch-options.ts";

/** Names to stat, all in one directory. */
export interface DirNames {
  /** Absolute. */
  readonly dir: string;
  readonly names: readonly string[];
}

/** Stats many files, in parallel when there are enough of them; the results are in the order of `dirs`. */
export function statDirs(_dirs: readonly DirNames[], _options: BatchOptions = {}): Promise<readonly DirStats[]> {
  throw new Error("not built yet");
}
