import type { GitRepo } from "../git-repo.ts";
import { GitObjectReader } from "./object-reader.ts";
import type { GitTreeEntries } from "./tree-object.ts";

/**
 * The processes that read objects of a repository, and the folders that were read. Trees of several commits may share
 * them: a process takes 5 ms to start, and most folders of two commits are the same.
 */
export class GitReaders implements AsyncDisposable {
  readonly contents: GitObjectReader;
  readonly sizes: GitObjectReader;
  /** By the id of the tree object. */
  readonly trees = new Map<string, GitTreeEntries>();

  constructor(repo: GitRepo) {
    this.contents = new GitObjectReader(repo, "contents");
    this.sizes = new GitObjectReader(repo, "info");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.contents[Symbol.asyncDispose](), this.sizes[Symbol.asyncDispose]()]);
  }
}
