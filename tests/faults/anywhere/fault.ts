/** What a call of the file system does: reads; creates or fills; moves or links; removes or changes in place. */
export type CallKind = "read" | "write" | "move" | "remove";

/** A fault that is put into a command. */
export interface Fault {
  /** Absolute; only calls on paths below it count. */
  readonly root: string;
  readonly calls: readonly CallKind[];
  /** The call that fails, from 1, counted in each thread; all later ones fail as well, unless `isOnce`. */
  readonly nth: number;
  readonly isOnce: boolean;
  /** Of the error, such as `ENOSPC`; undefined: the process is killed before the call. */
  readonly code?: string;
  /** Is written when the fault strikes. */
  readonly hitFile: string;
  /** Is written when the process ends by itself: how many calls it made. */
  readonly countFile: string;
}
