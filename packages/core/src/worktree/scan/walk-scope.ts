import type { TreeEntry } from "../../base/file-tree.ts";

/** The ignore rules (`.dvcignore`) as they hold in one directory of a walk. */
export interface WalkScope {
  /** Says whether a name of this directory is ignored. A link counts as a file, unless it leads to a directory. */
  isIgnored(name: string, kind: "file" | "dir"): boolean;
  /**
   * The rules of a directory in this one.
   *
   * @param entries what is in it, so that files with more rules are looked for only where there are any
   */
  enter(name: string, entries: readonly TreeEntry[]): WalkScope | Promise<WalkScope>;
}

/** A scope that ignores nothing. */
export const nothingIgnored: WalkScope = { isIgnored: () => false, enter: () => nothingIgnored };
