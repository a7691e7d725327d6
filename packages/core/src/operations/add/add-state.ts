import type { LodeError } from "../../base/lode-error.ts";
import type { HashName } from "../../base/oid.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";

/** What came of one target. */
export interface AddedState {
  /** What the entry of the output is to say of its state. */
  readonly state: EntryState;
  readonly hashName: HashName;
  /** Why files could not be linked to their objects. */
  readonly linkFailures: readonly LodeError[];
  /** Whether what lies in the workspace was linked to the cache, so that it counts as created. */
  readonly isCreated: boolean;
}
