import type { FileTree } from "../base/file-tree.ts";
import type { GitRepo } from "../git/git-repo.ts";
import { GitReaders } from "../git/tree/git-readers.ts";
import { openGitTree } from "../git/tree/git-tree.ts";

/** A commit as data and as metadata see it. Whoever opened it disposes it. */
export interface CommitTrees extends AsyncDisposable {
  /** A symbolic link is a file that holds its text, as in DVC. */
  readonly data: FileTree;
  /** Symbolic links are followed inside the repository. */
  readonly linked: FileTree;
}

/** Opens the trees of a commit, which share what they have read. @throws REVISION_UNKNOWN */
export async function openCommitTrees(repo: GitRepo, commit: string): Promise<CommitTrees> {
  await using opening = new AsyncDisposableStack();
  const readers = opening.use(new GitReaders(repo));
  const data = await openGitTree(repo, commit, { readers, links: "text" });
  const linked = await openGitTree(repo, commit, { readers });
  const opened = opening.move();
  return { data, linked, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
