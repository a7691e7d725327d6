import type { GitRepo } from "../git/git-repo.ts";
import { type AnnotatedTag, listAnnotatedTags } from "../git/list-annotated-tags.ts";
import { type GitRef, listTags } from "../git/list-refs.ts";
import { pathOid } from "../git/path-oid.ts";

/** What the Git repository of a source tells beyond one commit. */
export interface SourceHistory {
  /** The tags that lead to commits, sorted by name. */
  tags(): Promise<readonly GitRef[]>;
  /** Those with a date and an author of their own, sorted by name. */
  annotatedTags(): Promise<readonly AnnotatedTag[]>;
  /** The id of the blob or tree at a path of a commit; undefined if there is none, or no such commit. */
  pathOid(commit: string, path: string): Promise<string | undefined>;
  /** The repository as git sees it, for what git alone can do; of a server's, a clone is made for it. */
  repo(): Promise<GitRepo>;
}

/** The history of a repository of this machine, a mirror too. */
export function repoHistory(repo: GitRepo): SourceHistory {
  return {
    tags: () => listTags(repo),
    annotatedTags: () => listAnnotatedTags(repo),
    pathOid: (commit, path) => pathOid(repo, commit, path),
    repo: async () => repo,
  };
}
