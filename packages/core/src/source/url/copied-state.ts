import type { EntryState } from "../../formats/stage/output-entry.ts";
import { entryState } from "../../project/workspace/save-state.ts";
import type { OutputState } from "../../worktree/digest/output-state.ts";

/** What metadata say of a copy: DVC does not record that the original of a file may be executed. */
export function copiedState(state: OutputState): EntryState {
  return entryState(state.kind === "file" ? { ...state, executable: false } : state, "md5");
}
