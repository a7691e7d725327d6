import { flag } from "./options.ts";

/**
 * Defines `-a`, `-T` and `-A`: revisions to look at beside the work tree.
 *
 * @param help says what one of them does, given whose data it is about
 */
export function revisionOptions(help: (whose: "all branches" | "all tags" | "all commits") => string) {
  return {
    allBranches: flag({ short: "a", help: help("all branches") }),
    allTags: flag({ short: "T", help: help("all tags") }),
    allCommits: flag({ short: "A", help: help("all commits") }),
  };
}
