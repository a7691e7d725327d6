import type { FileTree } from "../base/file-tree.ts";
import type { GitRepo } from "../git/git-repo.ts";
import type { SourceProject } from "./source-project.ts";

/**
 * Another repository, its work tree or a commit of it. Paths start at its root: of a work tree, the project's; of a
 * commit, the repository's. Whoever opened it disposes it.
 */
export interface Source extends AsyncDisposable {
  /** As the user wrote it. */
  readonly url: string;
  /** The full commit id; of a work tree, that of HEAD. Undefined without Git, or without a commit. */
  readonly commit: string | undefined;
  readonly tree: FileTree;
  /** The absolute path of the tree, if it is a folder of this machine and not a commit. */
  readonly diskRoot: string | undefined;
  readonly repo: GitRepo | undefined;
  /** The project that a path lies in: the nearest folder above it with a `.dvc` folder; undefined if there is none. */
  projectOf(path: string): Promise<SourceProject | undefined>;
}
