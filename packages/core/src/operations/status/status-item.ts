/** What `status` says of one output or dependency. */
export type EntryStatus = "modified" | "deleted" | "new" | "not in cache" | "update available";

/** Paths, relative to the current folder, with what is wrong; a file of parameters has a status for each key. */
export type EntryStatuses = Readonly<Record<string, EntryStatus | Readonly<Record<string, EntryStatus>>>>;

/** One thing that is wrong with a stage, in DVC's words. */
export type StatusItem =
  | { readonly "changed deps": EntryStatuses }
  | { readonly "changed outs": EntryStatuses }
  | "always changed"
  | "changed command"
  | "changed checksum";
