import type { HashName } from "../../base/oid.ts";
import type { EntryState, OutputEntry } from "../../formats/stage/output-entry.ts";
import type { OutputState } from "../../worktree/digest/output-state.ts";

/**
 * Puts a new state into the entry of an output; what a user had added to it stays.
 *
 * @param hashName of the state; `md5-dos2unix` for an output of DVC 2.x whose content is unchanged
 */
export function withState<Entry extends EntryState>(entry: Entry, state: OutputState, hashName: HashName): Entry {
  return withFields(entry, entryState(state, hashName));
}

/** A state as metadata record it. */
export function entryState(state: OutputState, hashName: HashName): EntryState {
  return {
    checksum: { key: "md5", value: state.oid },
    size: state.sizeBytes,
    ...(state.kind === "dir" && { nfiles: state.files }),
    ...(state.kind === "file" && state.executable && { isexec: true }),
    ...(hashName === "md5" && { hash: "md5" }),
  };
}

/** Replaces all that an entry says of its state. */
export function withFields<Entry extends EntryState>(entry: Entry, state: EntryState): Entry {
  const { checksum, otherChecksums, size, nfiles, isexec, versionId, hash, cloud, files, ...rest } = entry;
  return { ...rest, ...state } as Entry;
}

/** What a new output says before anything is known of it. */
export function newOutputEntry(path: string): OutputEntry {
  return { path, cache: true, push: true, persist: false };
}
